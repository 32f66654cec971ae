import { wordsOf } from '../data/normalize.js';
import type { Pair } from '../data/pair.js';

/** The words of all phrases that are learned from, folded. */
export function knownWords(train: readonly Pair[]): ReadonlySet<string> {
  return new Set(train.flatMap(({ source }) => wordsOf(source)));
}

/** The words of a phrase that were not learned from. */
export function unknownWords(phrase: string, known: ReadonlySet<string>): readonly string[] {
  return [...new Set(wordsOf(phrase))].filter((word) => !known.has(word));
}
