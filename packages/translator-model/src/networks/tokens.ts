import { bytePairTokenizer } from '@neurite/preprocessing/byte-pair-tokenizer';
import type { FittedTokenizer } from '@neurite/preprocessing/tokenizer';
import type { Pair } from '../data/pair.js';

/** The numbers of the tokens that begin and end a phrase, after that of padding. */
export const START = 1;
export const END = 2;

/** Learns the pieces of words of both languages. @param size how many there are at most, bytes included */
export function learnTokens(pairs: readonly Pair[], size: number): FittedTokenizer {
  const texts = pairs.flatMap(({ source, target }) => [source, target]);
  return bytePairTokenizer({ size, special: ['<start>', '<end>'], splitDigits: true }).fit(texts) as FittedTokenizer;
}

/** A phrase in numbers, as an encoder reads it. */
export function phraseIds(phrase: string, tokenizer: FittedTokenizer): Int32Array {
  return Int32Array.of(...tokenizer.transform(phrase), END);
}
