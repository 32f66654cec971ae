import { checkNumber, type Metric, resolveOptions } from '@neurite/core';
import { equal, tidy } from '@tensorflow/tfjs-core';
import { binaryAnswers, YES_OR_NO } from '../internal/binary-answers.js';
import { faults, judgeFaults } from '../internal/faults.js';
import { ratio } from '../internal/ratio.js';
import { countTrue, totalWeight } from '../internal/weighing.js';

export type BinaryAccuracyOptions = {
  /** Above which score the answer is yes. Default 0, which is right for logits; for probabilities it is 0.5. */
  readonly threshold?: number;
};

/**
 * The share of right answers among yes and no.
 *
 * Predictions are one score per sample, [batch, …] or [batch, …, 1]; targets are 0 or 1, [batch, …] or of the
 * predictions' shape; weights of the targets' shape or of its first axes. NaN once a prediction is NaN; 0 for an empty set.
 *
 * @returns a metric; the caller owns the tensors of its statistics
 * @throws ArgumentError when an option is unknown or out of its range; `statistics` ShapeError and DtypeError for tensors of
 *   other shapes and dtypes, `value` ArgumentError for targets other than 0 and 1 and weights below 0
 * @example
 * const metrics = { accuracy: binaryAccuracy() };
 */
export function binaryAccuracy(options: BinaryAccuracyOptions = {}): Metric {
  const { threshold } = resolveOptions('binaryAccuracy', options, { threshold: 0 });
  checkNumber('binaryAccuracy', 'threshold', threshold);
  return {
    name: 'binaryAccuracy',
    statistics: (predictions, targets, { weights } = {}) =>
      tidy(() => {
        const input = binaryAnswers('binaryAccuracy', { predictions, targets, weights }, threshold);
        return {
          correct: countTrue(equal(input.answers, input.truth), input.weights),
          count: totalWeight(input.truth.size, input.weights),
          ...faults(input.given, input.outside, weights),
        };
      }),
    value: (totals) =>
      judgeFaults('binaryAccuracy', totals, YES_OR_NO) ? Number.NaN : ratio(totals.correct![0]!, totals.count![0]!),
  };
}
