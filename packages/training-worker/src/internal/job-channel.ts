import { errorMessage } from './error-message.js';
import type { OpenWorker } from './open-worker.js';
import type { ErrorMessage, FromTraining, ToTraining, TrainMessage } from './worker-messages.js';

/** What is trained, and who hears of it. */
type JobOptions = {
  readonly train: Omit<TrainMessage, 'type'>;
  readonly transfer: readonly Transferable[];
  readonly hear: (message: FromTraining) => void;
  /** The worker itself failed. */
  readonly fail: (error: ErrorMessage) => void;
};

/** Each training of a page has its own number, so that a worker that is kept does not mix them up. */
let jobs = 0;

/** The page's end of one training. */
export class JobChannel {
  readonly #worker: OpenWorker;
  readonly #job = ++jobs;
  readonly #hear: JobOptions['hear'];
  readonly #fail: JobOptions['fail'];
  readonly #stopListening: () => void;
  /** Messages from before the worker was ready; undefined once it is. */
  #early: (readonly [message: TrainMessage | ToTraining, transfer?: readonly Transferable[]])[] | undefined;
  #closed = false;

  constructor(worker: OpenWorker, { train, transfer, hear, fail }: JobOptions) {
    this.#worker = worker;
    this.#hear = hear;
    this.#fail = fail;
    this.#early = [[{ ...train, type: 'train' }, transfer]];
    this.#stopListening = worker.listen((message) => {
      if (message.type === 'ready') this.#begin();
      else if (message.job === this.#job) hear(message);
    }, fail);
    // A worker from before this call said that it is ready when nobody listened.
    worker.post({ type: 'hello' });
  }

  send(message: ToTraining): void {
    if (this.#early !== undefined) this.#early.push([message]);
    else this.#post(message);
  }

  /** Hears and sends nothing more. */
  close(): void {
    this.#closed = true;
    this.#stopListening();
  }

  #begin(): void {
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const one of early) this.#post(...one);
  }

  #post(message: TrainMessage | ToTraining, transfer: readonly Transferable[] = []): void {
    if (this.#closed) return;
    try {
      this.#worker.post({ ...message, job: this.#job }, transfer);
    } catch (error) {
      // E.g. a stream that is not among the transferables.
      const problem = errorMessage(error);
      if (message.type === 'ask') this.#hear({ type: 'refused', id: message.id, ...problem });
      else this.#fail(problem);
    }
  }
}
