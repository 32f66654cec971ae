import {
  ArgumentError,
  checkBoolean,
  checkChoice,
  checkInteger,
  checkNumber,
  checkOptions,
  type HostMetric,
} from '@neurite/core';
import { common, ngrams, sizeOfCounts } from '../internal/ngrams.js';
import { checkTextOptions, corpusPairs, type TextOptions, type TextPair, textPairs } from '../internal/text-pairs.js';
import { type Tokenize, tokenizer } from '../internal/tokenize.js';

/** How BLEU is taken. */
export type CorpusBleuOptions = {
  /**
   * How texts are cut into words: `13a` as WMT does, `none` at white space, `char` into characters, or a function of your own.
   * Default `13a`; of tokens without `decode` it is `none`.
   */
  readonly tokenize?: Tokenize | undefined;
  /** Up to how many words in a row are compared: an integer of at least 1. Default 4. */
  readonly maxOrder?: number | undefined;
  /** Whether upper and lower case are the same. Default false. */
  readonly lowercase?: boolean | undefined;
  /**
   * What a precision of 0 becomes: `exp` halves it each time, `floor` takes `smoothingValue` hits, `add-k` adds it to hits and
   * counts beyond the first order, `none` makes BLEU 0. Default `exp`.
   */
  readonly smoothing?: 'exp' | 'floor' | 'add-k' | 'none' | undefined;
  /** A finite number of at least 0. Default 0.1 for `floor`, 1 for `add-k`. */
  readonly smoothingValue?: number | undefined;
  /** Whether only orders count for which the texts are long enough: for single sentences. Default false. */
  readonly effectiveOrder?: boolean | undefined;
};

export type BleuOptions = CorpusBleuOptions & TextOptions;

/** What has been counted so far. */
export type BleuTotal = {
  readonly words: number;
  readonly referenceWords: number;
  /** How many runs of 1, 2, … words are right. */
  readonly matches: readonly number[];
  /** How many there are. */
  readonly counts: readonly number[];
};

const OPTIONS = ['tokenize', 'maxOrder', 'lowercase', 'smoothing', 'smoothingValue', 'effectiveOrder'] as const;

/**
 * BLEU of predicted sequences, from 0 to 100: how many runs of up to four words are also in the true ones, over the whole set,
 * less a penalty for being short. As sacrebleu computes it.
 *
 * Predictions are int32 tokens, [batch, time], or scores, [batch, time, classes], of which the highest counts; targets are
 * int32 tokens, [batch, time]; weights [batch]. With `decode` they become texts, which are cut into words again (`13a`).
 *
 * @returns a metric that counts on the host, without tensors
 * @throws ArgumentError when an option is unknown or out of its range; `add` ShapeError, and ArgumentError when a value is
 *   not a host array or a weight is below 0
 * @example
 * const metric = bleu({ padding: 0 });
 * const predicted = hostArray(Int32Array.of(1, 2, 3, 4, 5, 0), [1, 6]);
 * const truth = hostArray(Int32Array.of(1, 2, 3, 4, 6, 7), [1, 6]);
 * metric.value(metric.add(metric.start(), predicted, truth)); // 54.75
 * @see Papineni et al. 2002, BLEU: a Method for Automatic Evaluation of Machine Translation
 * @see Post 2018, A Call for Clarity in Reporting BLEU Scores
 */
export function bleu(options: BleuOptions = {}): HostMetric<number, BleuTotal> {
  checkOptions('bleu', options, [...OPTIONS, 'padding', 'decode']);
  const { padding, decode, tokenize = decode === undefined ? 'none' : '13a', ...rest } = options;
  checkTextOptions('bleu', { padding, decode });
  const bleuOptions = { tokenize, ...rest };
  checkBleu('bleu', bleuOptions);
  return {
    name: 'bleu',
    start: () => startOf(bleuOptions),
    add: (total, predictions, targets, { weights } = {}) =>
      addPairs(total, textPairs('bleu', { predictions, targets, weights }, { padding, decode }), bleuOptions),
    value: (total) => score(total, bleuOptions),
  };
}

/**
 * BLEU of a corpus of texts, from 0 to 100, as sacrebleu computes it.
 *
 * @param hypotheses the texts that were written
 * @param references for each of them the text that is right, or several
 * @returns a number from 0 to 100
 * @throws ArgumentError when there are not as many lists of references as hypotheses, an option is out of its range, or unknown
 * @example
 * const score = corpusBleu(['the cat sat on a mat'], [['the cat sat on the mat', 'a cat sat on a mat']]);
 */
export function corpusBleu(
  hypotheses: readonly string[],
  references: readonly (string | readonly string[])[],
  options: CorpusBleuOptions = {},
): number {
  checkOptions('corpusBleu', options, OPTIONS);
  checkBleu('corpusBleu', options);
  return score(addPairs(startOf(options), corpusPairs('corpusBleu', hypotheses, references), options), options);
}

function checkBleu(where: string, options: CorpusBleuOptions): void {
  const { tokenize = '13a', maxOrder = 4, lowercase = false, effectiveOrder = false } = options;
  const { smoothing = 'exp', smoothingValue } = options;
  if (typeof tokenize !== 'function') checkChoice(where, 'tokenize', tokenize, ['13a', 'none', 'char']);
  checkInteger(where, 'maxOrder', maxOrder, { min: 1 });
  checkBoolean(where, 'lowercase', lowercase);
  checkBoolean(where, 'effectiveOrder', effectiveOrder);
  checkChoice(where, 'smoothing', smoothing, ['exp', 'floor', 'add-k', 'none']);
  if (smoothingValue === undefined) return;
  checkNumber(where, 'smoothingValue', smoothingValue, { atLeast: 0 });
  if (smoothing === 'floor' || smoothing === 'add-k') return;
  const expected = "be left out unless smoothing is 'floor' or 'add-k'";
  throw new ArgumentError({ where, argument: 'smoothingValue', expected, received: String(smoothingValue) });
}

function startOf({ maxOrder = 4 }: CorpusBleuOptions): BleuTotal {
  const none = (): number[] => Array.from({ length: maxOrder }, () => 0);
  return { words: 0, referenceWords: 0, matches: none(), counts: none() };
}

function addPairs(total: BleuTotal, pairs: readonly TextPair[], options: CorpusBleuOptions): BleuTotal {
  const { tokenize = '13a', lowercase = false } = options;
  const cut = tokenizer(tokenize);
  const wordsOf = (text: string): readonly string[] => cut(lowercase ? text.toLowerCase() : text);
  let { words, referenceWords } = total;
  const [matches, counts] = [[...total.matches], [...total.counts]];
  for (const { guess, truths, count } of pairs) {
    const found = wordsOf(guess);
    const references = truths.map(wordsOf);
    words += count * found.length;
    referenceWords += count * closest(found.length, references);
    for (let n = 1; n <= matches.length; n++) {
      const own = ngrams(found, n, '\0');
      matches[n - 1]! += count * common(own, most(references.map((reference) => ngrams(reference, n, '\0'))));
      counts[n - 1]! += count * sizeOfCounts(own);
    }
  }
  return { words, referenceWords, matches, counts };
}

/** The length of a reference that is closest to that of the hypothesis; of two the shorter. */
function closest(length: number, references: readonly (readonly string[])[]): number {
  const lengths = references.map((reference) => reference.length).sort((a, b) => a - b);
  return lengths.reduce((best, one) => (Math.abs(one - length) < Math.abs(best - length) ? one : best));
}

/** How often each run occurs in that reference where it is most frequent. */
function most(references: readonly Map<string, number>[]): Map<string, number> {
  const [all, ...others] = references as [Map<string, number>, ...Map<string, number>[]]; // at least one
  for (const counts of others) for (const [gram, count] of counts) all.set(gram, Math.max(all.get(gram) ?? 0, count));
  return all;
}

function score({ words, referenceWords, matches, counts }: BleuTotal, options: CorpusBleuOptions): number {
  const { smoothing = 'exp', smoothingValue = smoothing === 'floor' ? 0.1 : 1, effectiveOrder = false } = options;
  if (!matches.some((match) => match > 0)) return 0;
  let [sum, orders, halvings] = [0, matches.length, 1];
  for (const [i, match] of matches.entries()) {
    const added = smoothing === 'add-k' && i > 0 ? smoothingValue : 0;
    const [hits, whole] = [match + added, counts[i]! + added];
    if (effectiveOrder) {
      if (whole === 0) break;
      orders = i + 1;
    }
    if (hits === 0) halvings *= 2;
    const smoothed = { exp: 1 / halvings, floor: smoothingValue, 'add-k': 0, none: 0 }[smoothing];
    sum += Math.log((whole === 0 ? 0 : hits === 0 ? smoothed : hits) / Math.max(whole, Number.MIN_VALUE));
  }
  const brevity = words < referenceWords ? Math.exp(1 - referenceWords / words) : 1;
  return 100 * brevity * Math.exp(sum / orders);
}
