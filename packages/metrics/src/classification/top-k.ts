import { checkInteger, formatShape, type Metric, ShapeError } from '@neurite/core';
import {
  cast,
  equal,
  expandDims,
  greater,
  less,
  logicalAnd,
  logicalOr,
  range,
  sum,
  tidy,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { classScores } from '../internal/class-scores.js';
import { faults, judgeFaults } from '../internal/faults.js';
import { ratio } from '../internal/ratio.js';
import { countTrue, totalWeight } from '../internal/weighing.js';

/**
 * The share of samples whose true class is among the `k` highest scores; of equal scores the first counts as higher, so
 * `topK(1)` is `accuracy`.
 *
 * Predictions are scores of any kind, [batch, …, classes]; targets are int32 classes, [batch, …], or one-hot,
 * [batch, …, classes]; weights [batch, …] or of its first axes. NaN once a prediction is NaN; 0 for an empty set.
 *
 * @param k an integer of at least 1, at most the number of classes
 * @returns a metric; the caller owns the tensors of its statistics
 * @throws ArgumentError when k is not an integer of at least 1; `statistics` ShapeError and DtypeError for tensors of other
 *   shapes
 *   and dtypes or fewer classes than k, `value` ArgumentError for targets outside the classes and weights below 0
 * @example
 * const metrics = { accuracy, top5: topK(5) };
 */
export function topK(k: number): Metric {
  checkInteger('topK', 'k', k, { min: 1 });
  const name = `top${k}`;
  return {
    name,
    statistics: (predictions, targets, { weights } = {}) =>
      tidy(() => {
        const input = classScores(name, { predictions, targets, weights });
        const { scores, classes } = input;
        if (k > classes) {
          throw new ShapeError({
            where: name,
            argument: 'predictions',
            expected: `have at least ${k} classes on the last axis`,
            received: formatShape(predictions.shape),
          });
        }
        const numbers = range(0, classes, 1, 'int32');
        const target = expandDims(input.actual, -1);
        // Chosen, not multiplied by one-hot: infinite scores (masks) would turn into NaN.
        const targetScore = sum(where(equal(numbers, target), scores, zerosLike(scores)), -1, true);
        const before = logicalOr(
          greater(scores, targetScore),
          logicalAnd(equal(scores, targetScore), less(numbers, target)),
        );
        return {
          correct: countTrue(less(sum(cast(before, 'int32'), -1), k), input.weights),
          count: totalWeight(input.actual.size, input.weights),
          ...faults(scores, input.outside, weights),
        };
      }),
    value: (totals) => (judgeFaults(name, totals) ? Number.NaN : ratio(totals.correct![0]!, totals.count![0]!)),
  };
}
