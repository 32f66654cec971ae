import type { Callback, Run } from '@neurite/core';
import { getBackend } from '@tensorflow/tfjs-core';
import type { EngineName } from './engine-name.js';
import { currentDevice } from './internal/devices.js';
import { errorMessage } from './internal/error-message.js';
import { Remote, type Say } from './internal/remote.js';
import { transferablesOf } from './internal/transferables.js';
import type { EngineMessage, FromWorker, Port, ToWorker } from './internal/worker-messages.js';
import type { Move } from './resilient.js';
import { useWeb, type WebReport } from './use-web.js';

/** What a worker is to train. */
export type TrainingJob<Input> = {
  /** What the page sent. */
  readonly input: Input;
  /** Hand it to `fit`: it tells the page of each step and holds or stops training when the page asks for it. */
  readonly callback: Callback;
  /** The engine that was turned on. */
  readonly engine: WebReport;
  /**
   * Sends the page pictures of the run: of its beginning, then whenever the page has drawn the last one, and of each
   * step that training is held at. Nothing is made that the page cannot take. Call it before `fit`; the last one counts.
   *
   * @param picture between two steps; `run.model` has the weights of the last one. Buffers of typed arrays in its answer are given
   *   away, not copied
   */
  show(picture: (run: Run) => unknown): void;
  /**
   * Answers what the page asks by `training.ask`, between two steps. What it puts into `run.model` is what the next
   * step starts from. Call it before `fit`; the last one counts.
   *
   * @param reply what it throws rejects the page's promise and does not end training; buffers are given away as above
   */
  answer(reply: (question: unknown, run: Run) => unknown): void;
  /** For `resilient`: tells the page, by `onEngine`, that training goes on with another engine. */
  onMove(move: Move): void;
};

/** How the worker and the page talk. */
export type ServeTrainingOptions = {
  /** Default: the worker's global scope. */
  readonly port?: Port;
};

/**
 * The other side of `trainInWorker`: call it in the worker's module, once. When the page asks, an engine is turned on
 * and `train` is called; its answer goes to the page. The buffers of typed arrays in the answer are given away, not
 * copied. Of a worker that the page keeps, one training begins when the one before it has ended.
 *
 * @param train e.g. `async ({ input, callback }) => { await fit(model, data, { …, callbacks: [callback] }); … }`
 * @example
 * const serve = () =>
 *   serveTraining(async ({ input, callback, show, engine }) => {
 *     console.log(`${engine}`);
 *     show((run) => ({ step: run.step }));
 *     return { input, callback: callback.name }; // after fit(model, data, { …, callbacks: [callback] })
 *   });
 */
export function serveTraining<Input = unknown, Result = unknown>(
  train: (job: TrainingJob<Input>) => Promise<Result>,
  { port = globalThis as unknown as Port }: ServeTrainingOptions = {}, // a worker's global scope is its port
): void {
  const remotes = new Map<number, Remote>();
  const turnOn = rememberEngine();
  let work: Promise<void> = Promise.resolve();
  port.addEventListener('message', ({ data }) => {
    const message = data as ToWorker; // nobody but the page can send one
    if (message.type === 'hello') {
      port.postMessage({ type: 'ready' } satisfies FromWorker, []);
      return;
    }
    const { job } = message;
    if (message.type !== 'train') {
      remotes.get(job)?.obey(message);
      return;
    }
    const say: Say = (one, given) => post(port, { ...one, job }, given);
    const remote = new Remote(say, message);
    remotes.set(job, remote);
    work = work.then(async () => {
      try {
        const engine = await turnOn(message.prefer);
        say({ type: 'engine', ...described(engine), loss: undefined });
        const result = await train({
          input: message.input as Input,
          callback: remote.callback,
          engine,
          show: (picture) => {
            remote.picture = picture;
          },
          answer: (reply) => {
            remote.answer = reply;
          },
          onMove: ({ report, loss }) => say({ type: 'engine', ...described(report), loss }),
        });
        say({ type: 'done', result }, result);
      } catch (error) {
        say({ type: 'failed', ...errorMessage(error) });
      } finally {
        remotes.delete(job);
      }
    });
  });
  port.postMessage({ type: 'ready' } satisfies FromWorker, []);
}

/** Turns an engine on, but not the one that is on already: its self-test takes time. */
function rememberEngine(): (prefer: EngineName | undefined) => Promise<WebReport> {
  let last: { readonly prefer: EngineName | undefined; readonly report: WebReport } | undefined;
  return async (prefer) => {
    // After a loss another engine runs than was turned on here.
    const stands =
      last?.prefer === prefer && getBackend() === last?.report.engine && currentDevice()?.loss === undefined;
    if (last === undefined || !stands) {
      last = { prefer, report: await useWeb(prefer === undefined ? {} : { prefer }) };
    }
    return last.report;
  };
}

function described(report: WebReport): Omit<EngineMessage, 'loss'> {
  return { engine: report.engine, device: report.device, text: `${report}` };
}

function post(port: Port, message: FromWorker, given: unknown): void {
  try {
    port.postMessage(message, transferablesOf(given));
  } catch (error) {
    // Some buffers belong to an engine and cannot be given away.
    if (!(error instanceof DOMException) || error.name !== 'DataCloneError') throw error;
    port.postMessage(message, []);
  }
}
