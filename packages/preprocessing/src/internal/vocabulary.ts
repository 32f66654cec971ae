import { ArgumentError, checkInteger, checkNumber, describeValue, type Json, resolveOptions } from '@neurite/core';
import type { FittedTokenizer, Tokenizer, VocabularyOptions } from '../text/tokenizer.js';
import { checkRows, checkStrings } from './check-arguments.js';
import { fitBy } from './learn.js';
import { saveAs } from './number-column.js';
import { FIELDS, readSaved } from './saved.js';
import { inSteps, sortInSteps } from './steps.js';

/** How a kind of tokenizer divides text, and puts it together. */
export type Splitting = {
  readonly split: (text: string) => string[];
  readonly join: (tokens: readonly string[]) => string;
};

const SPECIAL = ['<pad>', '<unk>'];
const UNKNOWN = 1;

/** A tokenizer that counts the tokens of texts. */
export function vocabularyTokenizer(name: string, splitting: Splitting, options: VocabularyOptions): Tokenizer {
  const defaults = { size: undefined, minCount: 1, special: [], lowercase: false };
  const { size, minCount, special, lowercase } = resolveOptions(name, options, defaults);
  const expected = 'be different tokens, other than <pad> and <unk>';
  checkStrings(name, 'special', special, expected);
  const reserved = [...SPECIAL, ...special];
  if (new Set(reserved).size !== reserved.length) {
    throw new ArgumentError({ where: name, argument: 'special', expected, received: describeValue(special) });
  }
  if (size !== undefined) checkInteger(name, 'size', size, { min: reserved.length });
  checkNumber(name, 'minCount', minCount, { atLeast: 0 });
  return {
    name,
    fit: fitBy<string, string, Int32Array, FittedTokenizer>(`${name}.fit`, () => {
      const counts = new Map<string, number>();
      return {
        add(text, weight, row) {
          checkText(`${name}.fit`, text, row);
          for (const token of splitting.split(lowercase ? text.toLowerCase() : text)) {
            counts.set(token, (counts.get(token) ?? 0) + weight);
          }
        },
        ...inSteps(function* () {
          for (const token of reserved) counts.delete(token);
          const enough = [...counts].filter(([, count]) => count >= minCount);
          const sorted = yield* sortInSteps(
            enough,
            ([a, countOfA], [b, countOfB]) => countOfB - countOfA || (a < b ? -1 : 1),
          );
          const learned = sorted.map(([token]) => token);
          return fitted(name, [...reserved, ...learned].slice(0, size), { ...splitting, lowercase });
        }),
      };
    }),
    restore(json: Json) {
      const saved = readSaved(name, json, { tokens: FIELDS.tokens, lowercase: FIELDS.boolean });
      return fitted(name, saved.tokens as readonly string[], { ...splitting, lowercase: saved.lowercase as boolean }); // checked
    },
  };
}

function checkText(where: string, text: unknown, row?: number): void {
  if (typeof text === 'string') return;
  const received = `${describeValue(text)}${row === undefined ? '' : ` in row ${row}`}`;
  throw new ArgumentError({ where, argument: 'text', expected: 'be a string', received });
}

function fitted(
  name: string,
  tokens: readonly string[],
  { split, join, lowercase }: Splitting & { readonly lowercase: boolean },
): FittedTokenizer {
  const numbers = new Map(tokens.map((token, number) => [token, number]));
  const splitText = (text: string): string[] => {
    checkText(`${name}.transform`, text);
    return split(lowercase ? text.toLowerCase() : text);
  };
  return {
    name,
    tokens,
    padding: 0,
    split: splitText,
    transform: (text) => Int32Array.from(splitText(text), (token) => numbers.get(token) ?? UNKNOWN),
    invert(values) {
      checkRows(`${name}.invert`, 'numbers', values);
      const words = Array.from(values, (number, i) => {
        const token = tokens[number];
        if (token !== undefined) return number === 0 ? '' : token;
        const expected = `be integers from 0 to ${tokens.length - 1}`;
        const received = `${describeValue(number)} at index ${i}`;
        throw new ArgumentError({ where: `${name}.invert`, argument: 'numbers', expected, received });
      });
      return join(words.filter((word) => word !== ''));
    },
    toJSON: () => saveAs(name, { tokens, lowercase }),
  };
}
