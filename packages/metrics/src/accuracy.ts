import type { Metric } from '@neurite/core';
import { argMax, equal, scalar, tidy } from '@tensorflow/tfjs-core';
import { classScores } from './internal/class-numbers.js';
import { countTrue, faults, judgeFaults } from './internal/faults.js';
import { ratio } from './internal/ratio.js';

/**
 * The share of examples whose highest score stands at the true class; of equal scores the first counts.
 *
 * Predictions are scores of any kind (logits, probabilities), [batch, …, classes]; targets are int32 class numbers,
 * [batch, …], or one-hot (rows that sum to 1),
 * [batch, …, classes]. NaN once a prediction is NaN; 0 for an empty set.
 *
 * `statistics` throws ShapeError and DtypeError, `value` ArgumentError when a target was outside the classes.
 *
 * @example
 * const statistics = accuracy.statistics(tensor2d([[2, 1], [0, 3]]), tensor1d([0, 0], 'int32'));
 * // the sums over all batches, here of one
 * const totals = Object.fromEntries(
 *   await Promise.all(Object.entries(statistics).map(async ([name, t]) => [name, Float64Array.from(await t.data())])),
 * );
 * accuracy.value(totals); // 0.5
 */
export const accuracy: Metric = {
  name: 'accuracy',
  statistics: (predictions, targets) =>
    tidy(() => {
      const { scores, actual, outside } = classScores('accuracy', predictions, targets);
      return {
        correct: countTrue(equal(argMax(scores, -1), actual)),
        count: scalar(actual.size, 'int32'),
        ...faults(scores, outside),
      };
    }),
  value: (totals) => (judgeFaults('accuracy', totals) ? Number.NaN : ratio(totals.correct![0]!, totals.count![0]!)),
};
