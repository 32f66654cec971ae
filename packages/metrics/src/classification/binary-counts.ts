import { checkNumber, type Metric, resolveOptions } from '@neurite/core';
import { tidy } from '@tensorflow/tfjs-core';
import { binaryStatistics, countsOf } from '../internal/averaged-score.js';
import { YES_OR_NO } from '../internal/binary-answers.js';
import { judgeFaults } from '../internal/faults.js';

const WHERE = 'binaryCounts';

export type BinaryCountsOptions = {
  /** Above which score the answer is yes. Default 0, which is right for logits; for probabilities it is 0.5. */
  readonly threshold?: number;
};

/** How many answers were right and wrong. */
export type BinaryCounts = {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
};

/**
 * How many answers of yes and of no were right and wrong: the four numbers that most others are made of.
 *
 * Predictions are one score per sample, [batch, …] or [batch, …, 1], or two; targets are 0 or 1; weights of the targets' shape
 * or of its first axes. All NaN once a prediction is NaN. Counts, and integer weights, are exact beyond 2²⁴.
 *
 * @returns a metric; the caller owns the tensors of its statistics
 * @throws ArgumentError when an option is unknown or out of its range; `statistics` ShapeError and DtypeError for tensors of
 *   other shapes and dtypes, `value` ArgumentError for targets other than 0 and 1 and weights below 0
 * @example
 * const metrics = { counts: binaryCounts({ threshold: 0.5 }) };
 */
export function binaryCounts(options: BinaryCountsOptions = {}): Metric<BinaryCounts> {
  const { threshold } = resolveOptions(WHERE, options, { threshold: 0 });
  checkNumber(WHERE, 'threshold', threshold);
  return {
    name: WHERE,
    statistics: (predictions, targets, { weights } = {}) =>
      tidy(() => binaryStatistics(WHERE, { predictions, targets, weights }, threshold)),
    value: (totals) => {
      const broken = judgeFaults(WHERE, totals, YES_OR_NO);
      const { hits, predicted, actual, count } = countsOf(totals)[0]!;
      const known = (value: number): number => (broken ? Number.NaN : value);
      return {
        truePositives: known(hits),
        falsePositives: known(predicted - hits),
        trueNegatives: known(count - predicted - actual + hits),
        falseNegatives: known(actual - hits),
      };
    },
  };
}
