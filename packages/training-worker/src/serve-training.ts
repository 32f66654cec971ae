import { BackendError, type Callback, checkOptions, type Engine, type EngineDevice, type Run } from '@neurite/core';
import { getBackend } from '@tensorflow/tfjs-core';
import { errorMessage } from './internal/error-message.js';
import { Remote, type Send } from './internal/remote.js';
import { transferablesOf } from './internal/transferables.js';
import type { FromTraining, FromWorker, Port, ToWorker } from './internal/worker-messages.js';
import type { Move } from './resilient.js';

/** What a worker is to train. */
export type TrainingJob<Input = unknown, Report = unknown> = {
  /** What the page sent. */
  readonly input: Input;
  /** Hand it to `fit`: it reports each step to the page and pauses or stops training when the page asks for it. */
  readonly callback: Callback;
  /** The report of the engine that was turned on. */
  readonly engine: Report;
  /**
   * Sends the page pictures of the run: of its beginning, then whenever the page has drawn the last one, and of each
   * step that training pauses at. No picture is made that the page cannot draw. Call it before `fit`; the last call
   * counts.
   *
   * @param picture called between two steps, when `run.model` has the weights of the last one. The buffers of typed
   *   arrays in its result are transferred, not copied
   */
  show(picture: (run: Run) => unknown): void;
  /**
   * Answers what the page asks with `training.ask`, between two steps. The next step starts from what it puts into
   * `run.model`. Call it before `fit`; the last call counts.
   *
   * @param reply an error that it throws rejects the page's promise and does not end training; buffers are transferred
   *   as above
   */
  answer(reply: (question: unknown, run: Run) => unknown): void;
  /** For `resilient`: tells the page, through `onEngine`, that training goes on with another engine. */
  onMove(move: Move<Report>): void;
};

/** How the worker and the page are connected. */
export type ServeTrainingOptions = {
  /** Default: the worker's global scope; in Node the `parentPort` of `node:worker_threads`. */
  readonly port?: Port;
};

/**
 * The worker's side of `trainInWorker`: call it in the worker's module, once. When the page asks, it turns an engine on,
 * calls `train`, and sends its result to the page. The buffers of typed arrays in the result are transferred, not copied.
 * In a worker that the page keeps, each training begins when the one before it has ended.
 *
 * @param engine what runs tensors in the worker, e.g. `webEngine` of `@neurite/backend-web`
 * @param train e.g. `async ({ input, callback }) => { await fit(model, data, { …, callbacks: [callback] }); … }`. Its
 *   result must be data: read the tensors of a model with `copyToHost`
 * @throws BackendError outside of a worker
 * @example
 * const serve = () =>
 *   serveTraining(webEngine, async ({ input, callback, show, engine }) => {
 *     console.log(`${engine}`);
 *     show((run) => ({ step: run.step }));
 *     return { input, callback: callback.name }; // after fit(model, data, { …, callbacks: [callback] })
 *   });
 */
export function serveTraining<Input = unknown, Result = unknown, Report = unknown>(
  engine: Engine<Report>,
  train: (job: TrainingJob<Input, Report>) => Promise<Result>,
  options: ServeTrainingOptions = {},
): void {
  checkOptions('serveTraining', options, ['port']);
  const { port = portOfWorker() } = options;
  const remotes = new Map<number, Remote>();
  const turnOn = turnOnOnce(engine);
  let work: Promise<void> = Promise.resolve();
  port.addEventListener('message', ({ data }) => {
    const message = data as ToWorker; // only the page sends here
    if (message.type === 'hello') {
      port.postMessage({ type: 'ready' } satisfies FromWorker, []);
      return;
    }
    const { job } = message;
    if (message.type !== 'train') {
      remotes.get(job)?.obey(message);
      return;
    }
    const send: Send = (one) => post(port, one, job);
    const remote = new Remote(send, message);
    remotes.set(job, remote);
    work = work.then(async () => {
      try {
        const report = await turnOn(message.prefer);
        send({ type: 'engine', ...engine.describe(report), loss: undefined });
        const result = await train({
          input: message.input as Input, // what the page sends is what it declares
          callback: remote.callback,
          engine: report,
          show: (picture) => {
            remote.picture = picture;
          },
          answer: (reply) => {
            remote.answer = reply;
          },
          onMove: (move) => send({ type: 'engine', ...engine.describe(move.report), loss: move.loss }),
        });
        send({ type: 'done', result });
      } catch (error) {
        send({ type: 'failed', ...errorMessage(error) });
      } finally {
        remotes.delete(job);
      }
    });
  });
  port.postMessage({ type: 'ready' } satisfies FromWorker, []);
}

function portOfWorker(): Port {
  const node = typeof process === 'object' ? process.getBuiltinModule?.('node:worker_threads') : undefined;
  const port = (node?.parentPort ?? globalThis) as unknown as Partial<Port>; // both speak as a worker does
  if (typeof port.postMessage === 'function') return port as Port;
  throw new BackendError({
    where: 'serveTraining',
    problem: 'this thread is not a worker',
    advice: 'Call it in the module that is handed to `trainInWorker`',
  });
}

/** Turns an engine on unless it is on already: starting one takes time. */
function turnOnOnce<Report>(engine: Engine<Report>): (prefer: string | undefined) => Promise<Report> {
  let last: { readonly prefer: string | undefined; readonly report: Report; readonly backend: string } | undefined;
  return async (prefer) => {
    // After a loss another backend runs than was turned on here, or none.
    const isOn = last?.prefer === prefer && last?.backend === getBackend() && !(await isLost(engine.current()));
    if (last === undefined || !isOn) {
      const report = await engine.use({ prefer });
      last = { prefer, report, backend: getBackend() };
    }
    return last.report;
  };
}

async function isLost(device: EngineDevice | undefined): Promise<boolean> {
  // A race ends with the first of its promises that has an answer already.
  return device !== undefined && (await Promise.race([device.lost, undefined])) !== undefined;
}

/** Sends a message; the buffers of what the user's functions made are transferred. */
function post(port: Port, of: FromTraining, job: number): void {
  const [argument, payload] = payloadOf(of);
  const transfer = transferablesOf(payload, { where: 'serveTraining', argument });
  const message = { ...of, job } satisfies FromWorker;
  try {
    port.postMessage(message, transfer);
  } catch (error) {
    // Some buffers belong to an engine and cannot be transferred.
    if (!(error instanceof DOMException) || error.name !== 'DataCloneError') throw error;
    port.postMessage(message, []);
  }
}

/** What the user's functions made, and its name. */
function payloadOf(message: FromTraining): readonly [argument: string, payload: unknown] {
  switch (message.type) {
    case 'picture':
      return ['picture', message.picture];
    case 'answer':
      return ['answer', message.answer];
    case 'done':
      return ['result', message.result];
    default:
      return [message.type, undefined];
  }
}
