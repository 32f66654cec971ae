import type { Steps } from './breathe.js';

/** Numbers of a block. */
const BLOCK = 2 ** 13;

/** Numbers that come one after another. No array grows, for copies of large ones are work for the collector. */
export class NumberBlocks {
  readonly #blocks: Float64Array[] = [];
  #block = new Float64Array(BLOCK);
  #length = 0;

  push(value: number): void {
    if (this.#length === BLOCK) {
      this.#blocks.push(this.#block);
      this.#block = new Float64Array(BLOCK);
      this.#length = 0;
    }
    this.#block[this.#length++] = value;
  }

  *toArray(): Steps<Float64Array> {
    const values = new Float64Array(this.#blocks.length * BLOCK + this.#length);
    for (const [i, block] of this.#blocks.entries()) {
      yield;
      values.set(block, i * BLOCK);
    }
    values.set(this.#block.subarray(0, this.#length), this.#blocks.length * BLOCK);
    return values;
  }
}
