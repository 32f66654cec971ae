import type { MapTask, WorkerPool } from './map-task.js';

/** How long workers wait for another iteration, in milliseconds. */
const LINGER = 2000;

/** A pool that is opened when it is first used, and closed some time after it was last used. */
export class SharedPool {
  readonly #open: () => Promise<WorkerPool>;
  #pool: Promise<WorkerPool> | undefined;
  #users = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(open: () => Promise<WorkerPool>) {
    this.#open = open;
  }

  async run(task: MapTask): Promise<unknown> {
    this.#users++;
    clearTimeout(this.#timer);
    try {
      this.#pool ??= this.#open();
      return await (await this.#pool).run(task);
    } finally {
      if (--this.#users === 0) this.#closeLater();
    }
  }

  /** Ends all workers at once, and what they work on. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    const pool = this.#pool;
    this.#pool = undefined;
    await (await pool)?.close();
  }

  #closeLater(): void {
    this.#timer = setTimeout(() => {
      void this.close();
    }, LINGER);
    // In Node it must not keep the process alive; in a page it is a number.
    if (typeof this.#timer === 'object') this.#timer.unref();
  }
}
