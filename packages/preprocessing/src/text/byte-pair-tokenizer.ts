import {
  ArgumentError,
  checkBoolean,
  checkInteger,
  checkNumber,
  describeValue,
  type Json,
  resolveOptions,
} from '@neurite/core';
import { ALPHABET } from '../internal/byte-pairs/alphabet.js';
import { type BytePairs, fittedBytePairs } from '../internal/byte-pairs/byte-pair-tokenizer.js';
import { learnMerges, type Pair } from '../internal/byte-pairs/learn-merges.js';
import { checkStrings } from '../internal/check-arguments.js';
import { fitBy } from '../internal/learn.js';
import { FIELDS, readSaved } from '../internal/saved.js';
import { inSteps } from '../internal/steps.js';
import type { FittedTokenizer, Tokenizer } from './tokenizer.js';

export type BytePairOptions = {
  /** How many tokens there are at most: the special ones, 256 bytes, and those that are merged. Default: 30,000. */
  readonly size?: number;
  /** How often a pair must be there to be merged, as the sum of the weights of its texts. Default: 1. */
  readonly minCount?: number;
  /** Tokens that are always there, after `<pad>`: `['<start>', '<end>']`. They are never found in a text. Default: none. */
  readonly special?: readonly string[];
  /** Whether text is made lowercase. Default: false. */
  readonly lowercase?: boolean;
  /** Whether each digit is a token of its own, so that numbers that were not learned are read like others. Default: false. */
  readonly splitDigits?: boolean;
};

const NAME = 'bytePairTokenizer';
/** Words of a step. */
const WORDS = 1024;

/** How GPT-2 divides texts: endings of English, letters, digits, other signs, with a space before them, and white space. */
export const GPT2_PATTERN: string =
  "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\p{White_Space}\\p{L}\\p{N}]+|\\p{White_Space}+(?!\\P{White_Space})|\\p{White_Space}+";

/** The same, with each digit by itself. */
const DIGITS_PATTERN = GPT2_PATTERN.replace('| ?\\p{N}+|', '|\\p{N}|');

/**
 * Texts as pieces of words: at first each byte of UTF-8 is a token, then the most frequent pair of neighbours becomes one,
 * over and over. Any text can be written, so there is no unknown token, and the inverse gives it back.
 *
 * Words are divided as GPT-2 does. Merges are those of Hugging Face's trainer for byte-level pairs: of equally frequent pairs
 * the one whose tokens came first. Learns in the memory of the different words; of an async iterable with pauses for
 * the event loop.
 *
 * @returns a transformer of a text to int32 numbers, which learns from many texts
 * @throws ArgumentError when an option is out of range, or a text is no string
 * @example
 * const fitted = bytePairTokenizer({ size: 260 }).fit(['low lower lowest', 'new newer newest']);
 * console.log(fitted.tokens.slice(257)); // 'we', 'lo', 'ne': the pairs merged first
 * console.log(fitted.invert(fitted.transform('slower ☕'))); // slower ☕
 * @see Sennrich et al., "Neural Machine Translation of Rare Words with Subword Units", 2016
 */
export function bytePairTokenizer(options: BytePairOptions = {}): Tokenizer {
  const { size, minCount, special, lowercase, splitDigits } = resolveOptions(NAME, options, {
    size: 30_000,
    minCount: 1,
    special: [],
    lowercase: false,
    splitDigits: false,
  });
  const expected = 'be different tokens of two characters or more, other than <pad>';
  checkStrings(NAME, 'special', special, expected);
  const reserved = ['<pad>', ...special];
  if (new Set(reserved).size !== reserved.length || reserved.some((token) => ALPHABET.includes(token))) {
    throw new ArgumentError({ where: NAME, argument: 'special', expected, received: describeValue(special) });
  }
  const tokens = [...reserved, ...ALPHABET];
  checkInteger(NAME, 'size', size, { min: tokens.length, max: 2 ** 24 });
  checkNumber(NAME, 'minCount', minCount, { atLeast: 0 });
  checkBoolean(NAME, 'splitDigits', splitDigits);
  const rest = {
    pattern: splitDigits ? DIGITS_PATTERN : GPT2_PATTERN,
    lowercase,
    prefixSpace: false,
    wholeWords: false,
    recognized: [],
    special: reserved,
    padding: 0,
  };
  return {
    name: NAME,
    fit: fitBy<string, string, Int32Array, FittedTokenizer>(`${NAME}.fit`, () => {
      const counts = new Map<string, number>();
      const splitter = fittedBytePairs(`${NAME}.fit`, { tokens, merges: [], ...rest });
      const pattern = new RegExp(rest.pattern, 'gu');
      return {
        add(text, weight, row) {
          if (typeof text !== 'string') {
            const received = `${describeValue(text)} in row ${row}`;
            throw new ArgumentError({ where: `${NAME}.fit`, argument: 'text', expected: 'be a string', received });
          }
          const given = lowercase ? text.toLowerCase() : text;
          pattern.lastIndex = 0;
          for (let match = pattern.exec(given); match !== null; match = pattern.exec(given)) {
            counts.set(match[0], (counts.get(match[0]) ?? 0) + weight);
          }
        },
        ...inSteps(function* () {
          const words = new Map<string, number>();
          for (const [word, count] of counts) {
            if (words.size % WORDS === 0) yield;
            words.set(splitter.split(word).join(''), count);
          }
          return fittedBytePairs(NAME, { ...(yield* learnMerges(words, { tokens, size, minCount })), ...rest });
        }),
      };
    }),
    restore: (json: Json) => restoreBytePairs(NAME, json),
  };
}

/** @throws FormatError when it is of another kind, or damaged */
function restoreBytePairs(name: string, json: Json): FittedTokenizer {
  const strings = ['different strings', (value: Json) => isStrings(value)] as const;
  const saved = readSaved(name, json, {
    tokens: strings,
    special: strings,
    recognized: strings,
    merges: ['pairs of numbers', (value) => Array.isArray(value) && value.every(isPair)],
    pattern: ['a string', (value) => typeof value === 'string'],
    lowercase: FIELDS.boolean,
    prefixSpace: FIELDS.boolean,
    wholeWords: FIELDS.boolean,
    padding: ['an integer', (value) => Number.isSafeInteger(value)],
  });
  const { kind: _, version: __, ...pairs } = saved;
  return fittedBytePairs(name, pairs as unknown as BytePairs); // each field as checked
}

function isStrings(value: Json): boolean {
  return (
    Array.isArray(value) && value.every((each) => typeof each === 'string') && new Set(value).size === value.length
  );
}

function isPair(value: unknown): value is Pair {
  return Array.isArray(value) && value.length === 2 && value.every((each) => Number.isSafeInteger(each) && each >= 0);
}
