import { checkBoolean, checkInteger, checkNumber, checkOptions, type HostMetric } from '@neurite/core';
import { common, ngrams, sizeOfCounts } from '../internal/ngrams.js';
import { checkTextOptions, corpusPairs, type TextOptions, type TextPair, textPairs } from '../internal/text-pairs.js';
import { words } from '../internal/tokenize.js';

/** How chrF is taken. */
export type CorpusChrfOptions = {
  /** Up to how many characters in a row are compared: an integer of at least 1. Default 6. */
  readonly characterOrder?: number | undefined;
  /** Up to how many words in a row are compared, too: an integer of at least 0; 2 is chrF++. Default 0. */
  readonly wordOrder?: number | undefined;
  /** How much recall counts more than precision: a finite number above 0. Default 2. */
  readonly beta?: number | undefined;
  /** Whether upper and lower case are the same. Default false. */
  readonly lowercase?: boolean | undefined;
  /** Whether white space counts as characters. Default false. */
  readonly whitespace?: boolean | undefined;
};

export type ChrfOptions = CorpusChrfOptions & TextOptions;

/** What has been counted so far, for each order of characters, then of words. */
export type ChrfTotal = {
  readonly guessed: readonly number[];
  readonly actual: readonly number[];
  readonly matches: readonly number[];
};

const OPTIONS = ['characterOrder', 'wordOrder', 'beta', 'lowercase', 'whitespace'] as const;

/**
 * chrF of predicted sequences, from 0 to 100: the F-score of runs of up to six characters, over the whole set. It needs no
 * words, and forgives wrong endings. As sacrebleu computes it.
 *
 * Predictions are int32 tokens, [batch, time], or scores, [batch, time, classes], of which the highest counts; targets are
 * int32 tokens, [batch, time]; weights [batch]. `decode` makes texts of them.
 *
 * @returns a metric that counts on the host, without tensors
 * @throws ArgumentError when an option is unknown or out of its range; `add` ShapeError, and ArgumentError when a value is
 *   not a host array or a weight is below 0
 * @example
 * const letters = (tokens: ArrayLike<number>) => String.fromCharCode(...Array.from(tokens));
 * const metric = chrf({ padding: 0, decode: letters });
 * @see Popović 2015, chrF: character n-gram F-score for automatic MT evaluation
 */
export function chrf(options: ChrfOptions = {}): HostMetric<number, ChrfTotal> {
  checkOptions('chrf', options, [...OPTIONS, 'padding', 'decode']);
  const { padding, decode, ...rest } = options;
  checkTextOptions('chrf', { padding, decode });
  checkChrf('chrf', rest);
  return {
    name: 'chrf',
    start: () => startOf(rest),
    add: (total, predictions, targets, { weights } = {}) =>
      addPairs(total, textPairs('chrf', { predictions, targets, weights }, { padding, decode }), rest),
    value: (total) => score(total, rest),
  };
}

/**
 * chrF of a corpus of texts, from 0 to 100, as sacrebleu computes it.
 *
 * @param hypotheses the texts that were written
 * @param references for each of them the text that is right, or several, of which the closest counts
 * @returns a number from 0 to 100
 * @throws ArgumentError when there are not as many lists of references as hypotheses, an option is out of its range, or unknown
 * @example
 * const score = corpusChrf(['the cats sat'], ['the cat sat'], { wordOrder: 2 });
 */
export function corpusChrf(
  hypotheses: readonly string[],
  references: readonly (string | readonly string[])[],
  options: CorpusChrfOptions = {},
): number {
  checkOptions('corpusChrf', options, OPTIONS);
  checkChrf('corpusChrf', options);
  return score(addPairs(startOf(options), corpusPairs('corpusChrf', hypotheses, references), options), options);
}

function checkChrf(where: string, options: CorpusChrfOptions): void {
  const { characterOrder = 6, wordOrder = 0, beta = 2, lowercase = false, whitespace = false } = options;
  checkInteger(where, 'characterOrder', characterOrder, { min: 1 });
  checkInteger(where, 'wordOrder', wordOrder, { min: 0 });
  checkNumber(where, 'beta', beta, { above: 0 });
  checkBoolean(where, 'lowercase', lowercase);
  checkBoolean(where, 'whitespace', whitespace);
}

function startOf({ characterOrder = 6, wordOrder = 0 }: CorpusChrfOptions): ChrfTotal {
  const none = (): number[] => Array.from({ length: characterOrder + wordOrder }, () => 0);
  return { guessed: none(), actual: none(), matches: none() };
}

function addPairs(total: ChrfTotal, pairs: readonly TextPair[], options: CorpusChrfOptions): ChrfTotal {
  const sums = { guessed: [...total.guessed], actual: [...total.actual], matches: [...total.matches] };
  for (const { guess, truths, count } of pairs) {
    const own = countsOf(guess, options);
    const found = truths.map((truth) => compare(own, countsOf(truth, options)));
    const best = found.reduce((a, b) => (score(b, options) > score(a, options) ? b : a));
    for (const name of ['guessed', 'actual', 'matches'] as const) {
      for (const [i, value] of best[name].entries()) sums[name][i]! += count * value;
    }
  }
  return sums;
}

/** How often each run of characters and of words occurs, by order. */
function countsOf(given: string, options: CorpusChrfOptions): Map<string, number>[] {
  const { characterOrder = 6, wordOrder = 0, lowercase = false, whitespace = false } = options;
  const text = lowercase ? given.toLowerCase() : given;
  const characters = [...(whitespace ? text : words(text).join(''))];
  const tokens = wordOrder === 0 ? [] : words(text).flatMap(apart);
  return [
    ...Array.from({ length: characterOrder }, (_, i) => ngrams(characters, i + 1, '')),
    ...Array.from({ length: wordOrder }, (_, i) => ngrams(tokens, i + 1, ' ')),
  ];
}

const PUNCTUATION = new Set('!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~');

/** Punctuation at the end of a word, or else at its beginning, is a word of its own. */
function apart(word: string): string[] {
  const characters = [...word];
  if (characters.length === 1) return [word];
  const [first, last] = [characters[0]!, characters.at(-1)!];
  if (PUNCTUATION.has(last)) return [characters.slice(0, -1).join(''), last];
  return PUNCTUATION.has(first) ? [first, characters.slice(1).join('')] : [word];
}

function compare(own: readonly Map<string, number>[], others: readonly Map<string, number>[]): ChrfTotal {
  const actual = others.map(sizeOfCounts);
  return {
    // What has no counterpart is neither right nor wrong.
    guessed: own.map((counts, i) => (actual[i] === 0 ? 0 : sizeOfCounts(counts))),
    actual,
    matches: own.map((counts, i) => common(counts, others[i]!)),
  };
}

function score({ guessed, actual, matches }: ChrfTotal, { beta = 2 }: CorpusChrfOptions): number {
  let [precision, recall, orders] = [0, 0, 0];
  for (const [i, match] of matches.entries()) {
    if (guessed[i] === 0 || actual[i] === 0) continue;
    precision += match / guessed[i]!;
    recall += match / actual[i]!;
    orders++;
  }
  if (precision + recall === 0) return 0;
  const square = beta ** 2;
  return (100 * (1 + square) * precision * recall) / (square * precision + recall) / orders;
}
