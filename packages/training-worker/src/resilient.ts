import {
  type Callback,
  checkInteger,
  checkOptions,
  copyToHost,
  type DeviceLoss,
  type Engine,
  type EngineDevice,
  type HostCopy,
  type Json,
  loadHostCopy,
  type ModuleTree,
  stateDict,
  tensorsFromHost,
} from '@neurite/core';
import { dispose } from '@tensorflow/tfjs-core';

/** A training run that went on elsewhere. */
export type Move<Report = unknown> = {
  readonly loss: DeviceLoss;
  /** The report of the engine that it goes on with. */
  readonly report: Report;
  /** The number of steps that are done: training goes on after them. */
  readonly step: number;
};

/** How a run survives. */
export type ResilientOptions<Report = unknown> = {
  /** What is turned on after a loss, e.g. `webEngine` of `@neurite/backend-web`. */
  readonly engine: Engine<Report>;
  /**
   * After how many steps the run is copied to the host: an integer of at least 1. With 1, the default, only the step in
   * progress is repeated after a loss; with more, training spends less time on copies, and repeats the steps since the
   * last one.
   */
  readonly every?: number;
  /** The engine to try first after a loss. Default: the package's own order. */
  readonly prefer?: string;
  /** Called when the run goes on with another engine. */
  readonly onMove?: (move: Move<Report>) => void;
};

/** The state of a run, on the host. */
type Kept = { readonly tensors: HostCopy; readonly json: Json; readonly step: number };

/** Milliseconds that a driver may take to report the loss of a device, after an operation on it has failed. */
const GRACE = 300;

/**
 * Trains so that the loss of a GPU does not end it: when the device of the running engine is lost, the next engine is
 * turned on, the model gets its values back, and training goes on after the last step that was copied.
 *
 * `train` is called again for that. Hand the callback that it gets to `fit`, before all others; it makes the copies and
 * implements `resume`. On engines whose device cannot be lost nothing is copied.
 *
 * @param model the model that is trained
 * @param train e.g. `(survival) => fit(model, data, { …, callbacks: [survival, …] })`
 * @returns the result of the last call of `train`
 * @throws ArgumentError for options out of range
 * @throws BackendError when no engine is left
 * @throws whatever `train` throws while the device is not lost
 * @example
 * await webEngine.use({});
 * using model = build(dense(1), { input: [2], seed: 7 });
 * const data = [{ x: hostArray(Float32Array.of(1, 2), [1, 2]), y: hostArray(Float32Array.of(3), [1, 1]) }];
 * const options = { epochs: 2, loss: meanSquaredError, optimizer: adam() };
 * const train = (survival: Callback) => fit(model, data, { ...options, callbacks: [survival] });
 * const history = await resilient(model, train, { engine: webEngine });
 */
export async function resilient<R, Report>(
  model: ModuleTree,
  train: (survival: Callback) => Promise<R>,
  options: ResilientOptions<Report>,
): Promise<R> {
  checkOptions('resilient', options, ['engine', 'every', 'prefer', 'onMove']);
  const { engine, every = 1, prefer, onMove } = options;
  checkInteger('resilient', 'every', every, { min: 1 });
  const keeper = new Keeper(engine, every);
  // Until its first callback `train` works with these values.
  if (engine.current() !== undefined) keeper.model = await copyToHost(stateDict(model));
  for (;;) {
    try {
      return await train(keeper.callback);
    } catch (error) {
      const device = engine.current();
      const loss = device && (await lossOf(device));
      if (loss === undefined) throw error;
      const report = await engine.use({ prefer });
      loadHostCopy(model, keeper.model);
      onMove?.({ loss, report, step: keeper.step });
    }
  }
}

/** Copies the state of a run, and resumes it from there. */
class Keeper {
  readonly callback: Callback;
  /** The values of the model at the last copy. */
  model: HostCopy = {};
  #kept: Kept | undefined;

  constructor(engine: Engine, every: number) {
    this.callback = {
      name: 'resilient',
      resume: () => this.#kept && { tensors: tensorsFromHost(this.#kept.tensors), json: this.#kept.json },
      trainBegin: async (run) => {
        if (this.#kept === undefined && engine.current() !== undefined)
          this.model = await copyToHost(stateDict(run.model));
      },
      checkpoint: async (run, point) => {
        // What cannot be lost needs no copies.
        if (engine.current() === undefined || (point === 'step' && run.step % every !== 0)) return;
        const { tensors, json } = await run.snapshot();
        try {
          const [kept, model] = await Promise.all([copyToHost(tensors), copyToHost(stateDict(run.model))]);
          this.#kept = { tensors: kept, json, step: run.step };
          this.model = model;
        } finally {
          dispose(Object.values(tensors));
        }
      },
    };
  }

  get step(): number {
    return this.#kept?.step ?? 0;
  }
}

async function lossOf({ lost }: EngineDevice): Promise<DeviceLoss | undefined> {
  return Promise.race([lost, new Promise<undefined>((resolve) => setTimeout(resolve, GRACE, undefined))]);
}
