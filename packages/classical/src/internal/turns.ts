/** How long work keeps the thread between two turns of the event loop, in milliseconds. */
const TURN = 50;

/** Lets the event loop have turns during long work, and ends it with its signal. */
export class Turns {
  readonly #signal: AbortSignal | undefined;
  #began: number;

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
    this.#began = performance.now();
  }

  /** @throws the reason of the signal once that is aborted */
  async next(): Promise<void> {
    if (performance.now() - this.#began > TURN) {
      await new Promise((resolve) => setTimeout(resolve));
      this.#began = performance.now();
    }
    this.#signal?.throwIfAborted();
  }
}
