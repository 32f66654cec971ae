import { checkChoice, checkInteger, type Metric, resolveOptions } from '@neurite/core';
import {
  argMax,
  cast,
  equal,
  isNaN as isNotANumber,
  max,
  mul,
  onesLike,
  sigmoid,
  softmax,
  type Tensor,
  tidy,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { binaryAnswers, YES_OR_NO } from '../internal/binary-answers.js';
import { classScores } from '../internal/class-scores.js';
import { faults, judgeFaults } from '../internal/faults.js';
import { binsOf, histogram } from '../internal/histogram.js';
import { checkBinary, checkFrom, type ProbabilityOptions } from '../internal/probabilities.js';
import { ratio } from '../internal/ratio.js';

const WHERE = 'calibrationError';

export type CalibrationErrorOptions = ProbabilityOptions & {
  /** How many bins of equal widths probabilities from 0 to 1 are put into: an integer of at least 1. Default 15. */
  readonly bins?: number | undefined;
  /**
   * What becomes of the differences of the bins: `mean` (expected calibration error), `rms`, the root of the mean of squares, or
   * `max`, the largest. Default `mean`.
   */
  readonly norm?: 'mean' | 'rms' | 'max' | undefined;
  /** Whether there are only yes and no, with one score per sample. Default false. */
  readonly binary?: boolean | undefined;
};

/**
 * How far probabilities are from what is right that often: the difference between the mean probability of the predicted class
 * and the share of right answers, in each bin of probabilities, weighed by its number of samples. With `binary` it is the
 * probability of yes, and the share of yes.
 *
 * Predictions are logits, or probabilities (`from`), [batch, …, classes]; targets are int32 classes, [batch, …], or one-hot;
 * weights [batch, …] or of its first axes. With `binary` predictions are [batch, …] or [batch, …, 1], targets 0 or 1. NaN once a
 * prediction is NaN; 0 for an empty set.
 *
 * @returns a metric; the caller owns the tensors of its statistics
 * @throws ArgumentError when an option is unknown or out of its range; `statistics` ShapeError and DtypeError for tensors of
 *   other shapes and dtypes, `value` ArgumentError for targets outside the classes and weights below 0
 * @example
 * const metrics = { ece: calibrationError(), worst: calibrationError({ norm: 'max', bins: 10 }) };
 * @see Guo et al. 2017, On Calibration of Modern Neural Networks
 */
export function calibrationError(options: CalibrationErrorOptions = {}): Metric {
  const { from, bins, norm, binary } = resolveOptions(WHERE, options, {
    from: 'logits',
    bins: 15,
    norm: 'mean',
    binary: false,
  });
  checkFrom(WHERE, from);
  checkInteger(WHERE, 'bins', bins, { min: 1 });
  checkChoice(WHERE, 'norm', norm, ['mean', 'rms', 'max']);
  checkBinary(WHERE, binary);
  return {
    name: WHERE,
    statistics: (predictions, targets, { weights } = {}) =>
      tidy(() => {
        const input = { predictions, targets, weights };
        const found = binary ? ofYes(binaryAnswers(WHERE, input, 0), from) : ofClasses(classScores(WHERE, input), from);
        const counts = found.weights ?? onesLike(found.right);
        const index = binsOf(
          where(isNotANumber(found.confidence), zerosLike(found.confidence), found.confidence),
          bins,
        );
        const weighed = (x: Tensor): Tensor => histogram(index, mul(x, cast(counts, x.dtype)), bins);
        return {
          counts: histogram(index, counts, bins),
          confidence: weighed(found.confidence),
          right: histogram(index, mul(cast(found.right, counts.dtype), counts), bins),
          ...faults(found.given, found.outside, weights),
        };
      }),
    value: (totals) => {
      if (judgeFaults(WHERE, totals, binary ? YES_OR_NO : undefined)) return Number.NaN;
      const [counts, confidence, right] = [totals.counts!, totals.confidence!, totals.right!];
      const gaps = [...counts].map((count, bin) =>
        Math.abs(ratio(confidence[bin]!, count) - ratio(right[bin]!, count)),
      );
      if (norm === 'max') return gaps.reduce((most, gap) => Math.max(most, gap), 0);
      const all = counts.reduce((sum, count) => sum + count, 0);
      const power = norm === 'rms' ? 2 : 1;
      const mean = gaps.reduce((sum, gap, bin) => sum + ratio(counts[bin]! * gap ** power, all), 0);
      return norm === 'rms' ? Math.sqrt(mean) : mean;
    },
  };
}

/** How likely an answer is said to be, and whether it is right, [rows]. */
type Confidences = {
  readonly confidence: Tensor;
  readonly right: Tensor;
  readonly given: Tensor;
  readonly outside: Tensor;
  readonly weights: Tensor | undefined;
};

function ofClasses(
  { scores, actual, outside, weights }: ReturnType<typeof classScores>,
  from: 'logits' | 'probabilities',
): Confidences {
  const confidence = max(from === 'logits' ? softmax(scores) : scores, -1);
  const right = cast(equal(argMax(scores, -1), actual), 'int32');
  return { confidence, right, given: scores, outside, weights };
}

function ofYes(
  { scores, truth, given, outside, weights }: ReturnType<typeof binaryAnswers>,
  from: 'logits' | 'probabilities',
): Confidences {
  return { confidence: from === 'logits' ? sigmoid(scores) : scores, right: truth, given, outside, weights };
}
