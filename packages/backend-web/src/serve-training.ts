import type { Callback, Run } from '@neurite/core';
import { transferablesOf } from './internal/transferables.js';
import type { FromWorker, Port, ToWorker } from './internal/worker-messages.js';
import { useWeb, type WebReport } from './use-web.js';

/** What a worker is to train. */
export type TrainingJob<Input> = {
  /** What the page sent. */
  readonly input: Input;
  /** Hand it to `fit`: it tells the page of each step and holds or stops training when the page asks for it. */
  readonly callback: Callback;
  /** The engine that was turned on. */
  readonly engine: WebReport;
};

/** How the worker and the page talk. */
export type ServeTrainingOptions = {
  /** Default: the worker's global scope. */
  readonly port?: Port;
};

/** The shortest time between two reports of a step, in milliseconds: a frame of a screen. */
const FRAME = 16;

/**
 * The other side of `trainInWorker`: call it in the worker's module, once. When the page asks, an engine is turned on
 * and `train` is called; its answer goes to the page. The buffers of typed arrays in the answer are given away, not
 * copied.
 *
 * @param train e.g. `async ({ input, callback }) => { await fit(model, data, { …, callbacks: [callback] }); … }`
 * @example
 * const serve = () =>
 *   serveTraining(async ({ input, callback, engine }) => {
 *     console.log(`${engine}`);
 *     return { input, callback: callback.name }; // after fit(model, data, { …, callbacks: [callback] })
 *   });
 */
export function serveTraining<Input = unknown, Result = unknown>(
  train: (job: TrainingJob<Input>) => Promise<Result>,
  { port = globalThis as unknown as Port }: ServeTrainingOptions = {}, // a worker's global scope is its port
): void {
  const say = (message: FromWorker, transfer: Transferable[] = []): void => port.postMessage(message, transfer);
  const finish = (result: unknown): void => {
    try {
      say({ type: 'done', result }, transferablesOf(result));
    } catch (error) {
      // Some buffers belong to an engine and cannot be given away.
      if (!(error instanceof DOMException) || error.name !== 'DataCloneError') throw error;
      say({ type: 'done', result });
    }
  };
  const remote = new Remote(say);
  port.addEventListener('message', ({ data }) => {
    const message = data as ToWorker; // nobody but the page can send one
    if (message.type === 'hello') {
      say({ type: 'ready' });
      return;
    }
    if (message.type !== 'train') {
      remote.obey(message);
      return;
    }
    const work = async (): Promise<void> => {
      const engine = await useWeb(message.prefer === undefined ? {} : { prefer: message.prefer });
      say({ type: 'engine', engine: engine.engine, device: engine.device, text: `${engine}` });
      const result = await train({ input: message.input as Input, callback: remote.callback, engine });
      finish(result);
    };
    work().catch((error: unknown) => {
      const { name, message: text, stack } = error instanceof Error ? error : new TypeError(String(error));
      say({ type: 'failed', name, message: text, stack });
    });
  });
  say({ type: 'ready' });
}

/** Training as the page sees it and steers it. */
class Remote {
  readonly callback: Callback = {
    name: 'trainInWorker',
    stepEnd: (run, { loss }) => {
      this.#losses.push(loss);
      if (performance.now() - this.#reported >= FRAME) this.#report(run);
      return this.#steer(run);
    },
    epochEnd: (run, record) => {
      if (this.#losses.length > 0) this.#report(run);
      this.#say({ type: 'epoch', record });
    },
    trainEnd: (run) => {
      if (this.#losses.length > 0) this.#report(run);
    },
  };
  readonly #say: (message: FromWorker) => void;
  #losses: number[] = [];
  #reported = Number.NEGATIVE_INFINITY;
  #stopped: string | undefined;
  #paused = false;
  #wake: () => void = () => {};

  constructor(say: (message: FromWorker) => void) {
    this.#say = say;
  }

  obey(message: Exclude<ToWorker, { type: 'train' | 'hello' }>): void {
    this.#paused = message.type === 'pause';
    if (message.type === 'stop') this.#stopped ??= message.reason;
    this.#wake();
  }

  #report(run: Run): void {
    const { step, epoch, batch, stepsPerEpoch, loss, metrics } = run;
    this.#say({ type: 'step', step, epoch, batch, stepsPerEpoch, loss, metrics, losses: this.#losses });
    this.#losses = [];
    this.#reported = performance.now();
  }

  /** Nothing is awaited while nothing holds training. */
  #steer(run: Run): void | Promise<void> {
    if (this.#paused && this.#stopped === undefined) return this.#hold(run);
    if (this.#stopped !== undefined) run.stop(this.#stopped);
  }

  async #hold(run: Run): Promise<void> {
    if (this.#losses.length > 0) this.#report(run);
    while (this.#paused && this.#stopped === undefined) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#stopped !== undefined) run.stop(this.#stopped);
  }
}
