import type { Scratch } from './address.js';
import type { Allocator } from './allocator.js';

/** One piece of memory for what a kernel needs while it runs. It grows to the largest size that was asked for. */
export class ScratchMemory {
  readonly #allocator: Allocator;
  #pointer = 0;
  #bytes = 0;
  #inUse = false;

  constructor(allocator: Allocator) {
    this.#allocator = allocator;
  }

  /** @returns the address of at least so many floats, until the next call */
  reserve(floats: number): number {
    const bytes = floats * 4;
    // What is no size reaches the allocator, which refuses it.
    if (!(bytes >= 0 && bytes <= this.#bytes)) {
      this.dispose();
      this.#pointer = this.#allocator.allocate(bytes);
      this.#bytes = bytes;
    }
    return this.#pointer;
  }

  /** Lends so many floats to a function, which may not keep the address. A use inside another has memory of its own. */
  use<R>(floats: number, work: <L>(scratch: Scratch<L>) => R): R {
    if (this.#inUse) {
      const inner = new ScratchMemory(this.#allocator);
      try {
        return inner.use(floats, work);
      } finally {
        inner.dispose();
      }
    }
    this.#inUse = true;
    try {
      return work(this.reserve(floats) as Scratch<unknown>);
    } finally {
      this.#inUse = false;
    }
  }

  dispose(): void {
    if (this.#pointer !== 0) this.#allocator.release(this.#pointer);
    this.#pointer = 0;
    this.#bytes = 0;
  }
}
