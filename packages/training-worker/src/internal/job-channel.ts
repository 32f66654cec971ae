import { TrainingWorkerError } from '../training-worker-error.js';
import { errorMessage } from './error-message.js';
import type { FromTraining, FromWorker, ToTraining, ToWorker, TrainMessage } from './worker-messages.js';

/** What is trained, and who hears of it. */
type JobOptions = {
  readonly train: Omit<TrainMessage, 'type'>;
  readonly transfer: readonly Transferable[];
  readonly hear: (message: FromTraining) => void;
  /** The worker itself failed. */
  readonly fail: (error: TrainingWorkerError) => void;
};

/** Each training of a page has its own number, so that a worker that is kept does not mix them up. */
let jobs = 0;

/** The page's end of one training. */
export class JobChannel {
  readonly #worker: Worker;
  readonly #job = ++jobs;
  readonly #hear: JobOptions['hear'];
  readonly #fail: JobOptions['fail'];
  readonly #listening = new AbortController();
  /** Messages from before the worker was ready; undefined once it is. */
  #early: (readonly [message: TrainMessage | ToTraining, transfer?: readonly Transferable[]])[] | undefined;

  constructor(worker: Worker, { train, transfer, hear, fail }: JobOptions) {
    this.#worker = worker;
    this.#hear = hear;
    this.#fail = fail;
    this.#early = [[{ ...train, type: 'train' }, transfer]];
    const { signal } = this.#listening;
    const listen = ({ data }: { readonly data: unknown }): void => {
      const message = data as FromWorker; // only the worker sends here
      if (message.type !== 'ready') {
        if (message.job === this.#job) hear(message);
        return;
      }
      const early = this.#early ?? [];
      this.#early = undefined;
      for (const one of early) this.#post(...one);
    };
    worker.addEventListener('message', listen, { signal });
    worker.addEventListener(
      'error',
      (event: ErrorEvent) => {
        const message = event.message || 'it could not be loaded';
        fail(new TrainingWorkerError({ name: 'Error', message, stack: (event.error as Error | undefined)?.stack }));
      },
      { signal },
    );
    worker.addEventListener(
      'messageerror',
      () => fail(new TrainingWorkerError({ name: 'DataCloneError', message: 'a message could not be read' })),
      { signal },
    );
    // A worker from before this call said that it is ready when nobody listened.
    worker.postMessage({ type: 'hello' } satisfies ToWorker);
  }

  send(message: ToTraining): void {
    if (this.#early !== undefined) this.#early.push([message]);
    else if (!this.#listening.signal.aborted) this.#post(message);
  }

  /** Hears and sends nothing more. */
  close(): void {
    this.#listening.abort();
  }

  #post(message: TrainMessage | ToTraining, transfer: readonly Transferable[] = []): void {
    try {
      this.#worker.postMessage({ ...message, job: this.#job } satisfies ToWorker, [...transfer]);
    } catch (error) {
      // E.g. a stream that is not among the transferables.
      const problem = errorMessage(error);
      if (message.type === 'ask') this.#hear({ type: 'refused', id: message.id, ...problem });
      else this.#fail(new TrainingWorkerError(problem));
    }
  }
}
