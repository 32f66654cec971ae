import { TrainingWorkerError } from '../training-worker-error.js';
import type { FromTraining, FromWorker, ToTraining, ToWorker, TrainMessage } from './worker-messages.js';

/** What is begun, and who is told of it. */
type JobOptions = {
  readonly train: Omit<TrainMessage, 'type'>;
  readonly transfer: readonly Transferable[];
  readonly hear: (message: FromTraining) => void;
  /** The worker itself failed. */
  readonly fail: (error: TrainingWorkerError) => void;
};

/** Every training of a page has a number of its own, so that a worker that is kept mistakes none for another. */
let jobs = 0;

/** The page's end of one training. */
export class JobChannel {
  readonly #worker: Worker;
  readonly #job = ++jobs;
  readonly #listening = new AbortController();
  /** What is said before the worker is there; undefined once it is. */
  #early: ToTraining[] | undefined = [];

  constructor(worker: Worker, { train, transfer, hear, fail }: JobOptions) {
    this.#worker = worker;
    const { signal } = this.#listening;
    const listen = ({ data }: { readonly data: unknown }): void => {
      const message = data as FromWorker; // nobody but the worker can send one
      if (message.type !== 'ready') {
        if (message.job === this.#job) hear(message);
      } else if (this.#early !== undefined) {
        const early = this.#early;
        this.#early = undefined;
        worker.postMessage({ ...train, type: 'train', job: this.#job } satisfies ToWorker, [...transfer]);
        for (const one of early) this.send(one);
      }
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
    // A worker that was there before this call said that it is ready when nobody listened.
    worker.postMessage({ type: 'hello' } satisfies ToWorker);
  }

  send(message: ToTraining): void {
    if (this.#early !== undefined) this.#early.push(message);
    else if (!this.#listening.signal.aborted)
      this.#worker.postMessage({ ...message, job: this.#job } satisfies ToWorker);
  }

  /** Hears and says nothing more. */
  close(): void {
    this.#listening.abort();
  }
}
