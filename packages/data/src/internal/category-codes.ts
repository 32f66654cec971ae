import type { Steps } from './breathe.js';

/** Codes of a step. */
const STEP = 2 ** 15;

/** Words as codes: in the order of the words, so that the codes do not depend on the order of the rows. */
export class CategoryCodes {
  readonly #codes = new Map<string, number>();

  /** The code of a word until all are known. */
  of(word: string): number {
    const known = this.#codes.get(word);
    if (known !== undefined) return known;
    this.#codes.set(word, this.#codes.size);
    return this.#codes.size - 1;
  }

  /** Replaces codes by those in the order of the words. @returns the words */
  *settle(values: Float64Array): Steps<readonly string[]> {
    const words = [...this.#codes.keys()];
    const categories = words.toSorted((a, b) => (a < b ? -1 : 1));
    const code = new Map(categories.map((word, i) => [word, i]));
    const codes = words.map((word) => code.get(word)!);
    for (let i = 0; i < values.length; i++) {
      if (i % STEP === STEP - 1) yield;
      if (!Number.isNaN(values[i]!)) values[i] = codes[values[i]!]!;
    }
    return categories;
  }
}
