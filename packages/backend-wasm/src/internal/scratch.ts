import type { Allocator } from './allocator.js';

/** One piece of memory for what a kernel needs while it runs. It grows to the largest that was asked for. */
export class Scratch {
  readonly #allocator: Allocator;
  #pointer = 0;
  #bytes = 0;

  constructor(allocator: Allocator) {
    this.#allocator = allocator;
  }

  /** @returns the address of at least `floats` floats, until the next call */
  floats(floats: number): number {
    const bytes = floats * 4;
    if (bytes > this.#bytes) {
      this.dispose();
      this.#pointer = this.#allocator.allocate(bytes);
      this.#bytes = bytes;
    }
    return this.#pointer;
  }

  dispose(): void {
    if (this.#pointer !== 0) this.#allocator.release(this.#pointer);
    this.#pointer = 0;
    this.#bytes = 0;
  }
}
