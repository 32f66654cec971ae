import type { Steps } from './breathe.js';

/** Texts of a block. */
const BLOCK = 2 ** 13;

/** Texts that come one after another; null is missing. As of numbers, no list grows: to copy a long one takes too long. */
export class TextBlocks {
  readonly #blocks: (string | null)[][] = [];
  #block: (string | null)[] = [];

  push(text: string | null): void {
    if (this.#block.length === BLOCK) {
      this.#blocks.push(this.#block);
      this.#block = [];
    }
    this.#block.push(text);
  }

  *toArray(): Steps<(string | null)[]> {
    const texts = new Array<string | null>(this.#blocks.length * BLOCK + this.#block.length);
    let at = 0;
    for (const block of [...this.#blocks, this.#block]) {
      yield;
      for (const text of block) texts[at++] = text;
    }
    return texts;
  }
}
