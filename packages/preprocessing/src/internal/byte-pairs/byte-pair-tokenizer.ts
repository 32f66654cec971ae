import { ArgumentError, describeValue } from '@neurite/core';
import type { FittedTokenizer } from '../../text/tokenizer.js';
import { checkRows } from '../check-arguments.js';
import { saveAs } from '../number-column.js';
import { lettersOf, textOf } from './alphabet.js';
import { keyOf, type Merges } from './learn-merges.js';

/** What a tokenizer of byte pairs consists of. */
export type BytePairs = Merges & {
  /** A regular expression with the flags `gu`, whose matches are the words that merges stay within. */
  readonly pattern: string;
  readonly lowercase: boolean;
  /** Whether a space is put before a text that has none. */
  readonly prefixSpace: boolean;
  /** Whether a word that is a token is taken as it is, also where no merges lead to it. */
  readonly wholeWords: boolean;
  /** Tokens that are found in texts as they are; they are no letters of bytes. */
  readonly recognized: readonly string[];
  /** Tokens that stand for no bytes. */
  readonly special: readonly string[];
  readonly padding: number;
};

/** Words whose tokens are remembered. */
const REMEMBERED = 10_000;

export function fittedBytePairs(name: string, pairs: BytePairs): FittedTokenizer {
  const { tokens, merges, lowercase, prefixSpace, wholeWords, recognized, padding } = pairs;
  const special = new Set([...pairs.special, ...recognized]);
  const numbers = new Map(tokens.map((token, number) => [token, number]));
  const ranks = new Map(merges.map(([left, right], rank) => [keyOf(left, right), rank]));
  const merged = merges.map(([left, right]) => numbers.get(tokens[left]! + tokens[right]!)!);
  const pattern = new RegExp(pairs.pattern, 'gu');
  const alternatives = recognized
    .toSorted((a, b) => b.length - a.length)
    .map((token) => token.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const between = recognized.length === 0 ? undefined : new RegExp(`(${alternatives.join('|')})`, 'u');
  const known = new Map<string, readonly number[]>();

  const encodeWord = (word: string): readonly number[] => {
    const remembered = known.get(word);
    if (remembered !== undefined) return remembered;
    const letters = lettersOf(word);
    const whole = wholeWords ? numbers.get(letters) : undefined;
    if (whole !== undefined) return [whole];
    const parts = Array.from(letters, (letter) => numbers.get(letter) ?? -1).filter((number) => number >= 0);
    for (;;) {
      let best = Number.POSITIVE_INFINITY;
      let at = -1;
      for (let i = 1; i < parts.length; i++) {
        const rank = ranks.get(keyOf(parts[i - 1]!, parts[i]!));
        if (rank === undefined || rank >= best) continue;
        best = rank;
        at = i - 1;
      }
      if (at < 0) break;
      parts.splice(at, 2, merged[best]!);
    }
    if (known.size < REMEMBERED) known.set(word, parts);
    return parts;
  };
  const encode = (where: string, text: string): number[] => {
    if (typeof text !== 'string') {
      throw new ArgumentError({ where, argument: 'text', expected: 'be a string', received: describeValue(text) });
    }
    const encoded: number[] = [];
    // Every second piece is a token that was recognized.
    for (const [i, piece] of (between === undefined ? [text] : text.split(between)).entries()) {
      if (i % 2 === 1) {
        encoded.push(numbers.get(piece)!);
        continue;
      }
      if (piece === '') continue;
      const lower = lowercase ? piece.toLowerCase() : piece;
      const words = prefixSpace && !lower.startsWith(' ') ? ` ${lower}` : lower;
      // `matchAll` would copy the expression, and compile it, for each text.
      pattern.lastIndex = 0;
      for (let match = pattern.exec(words); match !== null; match = pattern.exec(words)) {
        for (const number of encodeWord(match[0])) encoded.push(number);
      }
    }
    return encoded;
  };
  return {
    name,
    tokens,
    padding,
    split: (text) => encode(`${name}.split`, text).map((number) => tokens[number]!),
    transform: (text) => Int32Array.from(encode(`${name}.transform`, text)),
    invert(values) {
      checkRows(`${name}.invert`, 'numbers', values);
      let text = '';
      let letters = '';
      for (let i = 0; i < values.length; i++) {
        const token = tokens[values[i]!];
        if (token === undefined) {
          const expected = `be integers from 0 to ${tokens.length - 1}`;
          const received = `${describeValue(values[i])} at index ${i}`;
          throw new ArgumentError({ where: `${name}.invert`, argument: 'numbers', expected, received });
        }
        if (!special.has(token)) {
          letters += token;
          continue;
        }
        text += textOf(letters) + (values[i] === padding ? '' : token);
        letters = '';
      }
      return text + textOf(letters);
    },
    toJSON: () => saveAs(name, { ...pairs, merges: merges.map(([left, right]) => [left, right]) }),
  };
}
