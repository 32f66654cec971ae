import { ArgumentError, type Callback, type Json, type Module, stateDict } from '@neurite/core';
import { dispose } from '@tensorflow/tfjs-core';
import type { DeviceLoss } from './device-loss.js';
import type { EngineName } from './engine-name.js';
import { copyToHost, type HostCopy, loadHostCopy, tensorsFromHost } from './host-copy.js';
import { currentDevice, type Device } from './internal/devices.js';
import { useWeb, type WebReport } from './use-web.js';

/** A training run that went on elsewhere. */
export type Move = {
  readonly loss: DeviceLoss;
  /** The engine that it goes on with, and why it is this one. */
  readonly report: WebReport;
  /** The step from which it goes on: so many are done. */
  readonly step: number;
};

/** How a run survives. */
export type ResilientOptions = {
  /**
   * After how many steps the weights and all that belongs to them are copied to the host: a whole number of at least 1.
   * With 1 only the step that was under way is done again; with more, training pays for fewer copies, and the steps
   * since the last one are done again.
   */
  readonly every?: number;
  /** Tried first after a loss, see `useWeb`. Default: none is. */
  readonly prefer?: EngineName;
  /** Told when the run goes on with another engine. */
  readonly onMove?: (move: Move) => void;
};

/** Where a run stands, on the host. */
type Kept = { readonly tensors: HostCopy; readonly json: Json; readonly step: number };

/** Milliseconds that a browser may take to tell that a device is lost, after something on it has failed. */
const GRACE = 300;

/**
 * Trains so that the loss of a GPU does not end it: when the device or the context of the running engine goes away, the
 * next engine is turned on, the model gets its values back, and training goes on behind the last step that was copied.
 *
 * `train` is called again for that, with the same arguments. Hand the callback that it gets to `fit`, before all others;
 * it keeps the copies and answers `resume`. On wasm and cpu, which cannot be lost, nothing is copied.
 *
 * @param model the model that is trained
 * @param train e.g. `(survival) => fit(model, data, { …, callbacks: [survival, …] })`
 * @returns what `train` answers in the end
 * @throws ArgumentError for options out of range
 * @throws BackendError when no engine is left
 * @throws whatever `train` throws on an engine that is not lost
 * @example
 * await useWeb();
 * using model = build(dense(1), { input: [2], seed: 7 });
 * const data = [{ x: hostArray(Float32Array.of(1, 2), [1, 2]), y: hostArray(Float32Array.of(3), [1, 1]) }];
 * const options = { epochs: 2, loss: meanSquaredError, optimizer: adam() };
 * const history = await resilient(model, (survival) => fit(model, data, { ...options, callbacks: [survival] }));
 */
export async function resilient<R>(
  model: Module<never, unknown>,
  train: (survival: Callback) => Promise<R>,
  { every = 1, prefer, onMove }: ResilientOptions = {},
): Promise<R> {
  if (!Number.isSafeInteger(every) || every < 1) {
    throw new ArgumentError({
      where: 'resilient',
      argument: 'every',
      expected: 'be a whole number of at least 1',
      received: String(every),
    });
  }
  const keeper = new Keeper(every);
  // Whatever `train` does before its first callback, it does with these.
  if (currentDevice() !== undefined) keeper.model = await copyToHost(stateDict(model));
  for (;;) {
    try {
      return await train(keeper.callback);
    } catch (error) {
      const device = currentDevice();
      const loss = device && (await lossOf(device));
      if (loss === undefined) throw error;
      const report = await useWeb(prefer === undefined ? {} : { prefer });
      loadHostCopy(model, keeper.model);
      onMove?.({ loss, report, step: keeper.step });
    }
  }
}

/** Copies where a run stands, and tells where it goes on. */
class Keeper {
  readonly callback: Callback;
  /** The values of the model at the last copy. */
  model: HostCopy = {};
  #kept: Kept | undefined;

  constructor(every: number) {
    this.callback = {
      name: 'resilient',
      resume: () => this.#kept && { tensors: tensorsFromHost(this.#kept.tensors), json: this.#kept.json },
      trainBegin: async (run) => {
        if (this.#kept === undefined && currentDevice() !== undefined)
          this.model = await copyToHost(stateDict(run.model));
      },
      checkpoint: async (run, point) => {
        // What cannot be lost needs no copies.
        if (currentDevice() === undefined || (point === 'step' && run.step % every !== 0)) return;
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

async function lossOf(device: Device): Promise<DeviceLoss | undefined> {
  for (const end = performance.now() + GRACE; device.loss === undefined && performance.now() < end; ) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return device.loss;
}
