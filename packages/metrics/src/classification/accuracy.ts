import type { Metric } from '@neurite/core';
import { argMax, equal, tidy } from '@tensorflow/tfjs-core';
import { classScores } from '../internal/class-scores.js';
import { faults, judgeFaults } from '../internal/faults.js';
import { ratio } from '../internal/ratio.js';
import { countTrue, totalWeight } from '../internal/weighing.js';

/**
 * The share of samples whose highest score is that of the true class; of equal scores the first counts.
 *
 * Predictions are scores of any kind (logits, probabilities), [batch, …, classes]; targets are int32 classes, [batch, …],
 * or one-hot (rows that sum to 1), [batch, …, classes]; weights [batch, …] or of its first axes. NaN once a prediction is
 * NaN; 0 for an empty set.
 *
 * `statistics` throws ShapeError and DtypeError, `value` ArgumentError when a target was outside the classes or a weight
 * below 0.
 *
 * @example
 * const statistics = accuracy.statistics(tensor2d([[2, 1], [0, 3]]), tensor1d([0, 0], 'int32'));
 * const totals = new MetricAccumulator(accuracy); // over all batches, here of one
 * for (const [name, statistic] of Object.entries(statistics)) totals.add({ [name]: await statistic.data() });
 * totals.value; // 0.5
 */
export const accuracy: Metric = {
  name: 'accuracy',
  statistics: (predictions, targets, { weights } = {}) =>
    tidy(() => {
      const input = classScores('accuracy', { predictions, targets, weights });
      return {
        correct: countTrue(equal(argMax(input.scores, -1), input.actual), input.weights),
        count: totalWeight(input.actual.size, input.weights),
        ...faults(input.scores, input.outside, weights),
      };
    }),
  value: (totals) => (judgeFaults('accuracy', totals) ? Number.NaN : ratio(totals.correct![0]!, totals.count![0]!)),
};
