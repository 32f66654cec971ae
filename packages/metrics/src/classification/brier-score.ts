import { type Metric, resolveOptions } from '@neurite/core';
import { cast, mul, oneHot, sigmoid, softmax, square, sub, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { binaryAnswers, YES_OR_NO } from '../internal/binary-answers.js';
import { classScores } from '../internal/class-scores.js';
import { faults, judgeFaults } from '../internal/faults.js';
import { checkBinary, checkFrom, type ProbabilityOptions } from '../internal/probabilities.js';
import { ratio } from '../internal/ratio.js';
import { totalWeight } from '../internal/weighing.js';

const WHERE = 'brierScore';

export type BrierScoreOptions = ProbabilityOptions & {
  /** Whether there are only yes and no, with one score per sample. Default false. */
  readonly binary?: boolean | undefined;
};

/**
 * The mean of the squared errors of probabilities: `Σ (pᵢ − tᵢ)²` over the classes of a sample, from 0 to 2; with `binary`
 * that of yes alone, from 0 to 1.
 *
 * Predictions are logits, or probabilities (`from`), [batch, …, classes]; targets are int32 classes, [batch, …], or one-hot;
 * weights [batch, …] or of its first axes. With `binary` predictions are [batch, …] or [batch, …, 1], targets 0 or 1. NaN once a
 * prediction is NaN; 0 for an empty set.
 *
 * @returns a metric; the caller owns the tensors of its statistics
 * @throws ArgumentError when an option is unknown or out of its range; `statistics` ShapeError and DtypeError for tensors of
 *   other shapes and dtypes, `value` ArgumentError for targets outside the classes and weights below 0
 * @example
 * const metrics = { brier: brierScore(), ofYes: brierScore({ binary: true, from: 'probabilities' }) };
 * @see Brier 1950, Verification of forecasts expressed in terms of probability
 */
export function brierScore(options: BrierScoreOptions = {}): Metric {
  const { from, binary } = resolveOptions(WHERE, options, { from: 'logits', binary: false });
  checkFrom(WHERE, from);
  checkBinary(WHERE, binary);
  return {
    name: WHERE,
    statistics: (predictions, targets, { weights } = {}) =>
      tidy(() => {
        const input = { predictions, targets, weights };
        const answers = binary ? binaryAnswers(WHERE, input, 0) : undefined;
        const classes = binary ? undefined : classScores(WHERE, input);
        const found = answers ?? classes!; // one of both
        const errors: Tensor =
          classes === undefined
            ? square(
                sub(from === 'logits' ? sigmoid(answers!.scores) : answers!.scores, cast(answers!.truth, 'float32')),
              )
            : sum(square(sub(from === 'logits' ? softmax(classes.scores) : classes.scores, hot(classes))), -1);
        return {
          total: sum(found.weights === undefined ? errors : mul(errors, found.weights)),
          count: totalWeight(errors.size, found.weights),
          ...faults(answers?.given ?? found.scores, found.outside, weights),
        };
      }),
    value: (totals) =>
      judgeFaults(WHERE, totals, binary ? YES_OR_NO : undefined)
        ? Number.NaN
        : ratio(totals.total![0]!, totals.count![0]!),
  };
}

function hot({ actual, classes }: { readonly actual: Tensor; readonly classes: number }): Tensor {
  return oneHot(actual, classes, 1, 0, 'float32');
}
