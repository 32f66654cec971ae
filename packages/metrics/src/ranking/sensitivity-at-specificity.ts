import { checkNumber, type Metric } from '@neurite/core';
import { best, rankingMetric } from '../internal/ranking.js';

const WHERE = 'sensitivityAtSpecificity';

/**
 * The highest sensitivity (recall) of all thresholds at which the specificity is at least a given one.
 *
 * Exact over the whole set: the scores of all samples are kept, 24 bytes each. Predictions are one score per sample, [batch, …]
 * or [batch, …, 1], or two; targets are 0 or 1; weights of the targets' shape or of its first axes. NaN once a prediction is
 * NaN.
 *
 * @param specificity the least specificity, from 0 to 1
 * @returns a metric; the caller owns the tensors of its statistics
 * @throws ArgumentError when an option is unknown or out of its range; `statistics` ShapeError and DtypeError for tensors of
 *   other shapes and dtypes, `value` ArgumentError for targets other than 0 and 1 and weights below 0
 * @example
 * const metrics = { sensitivity: sensitivityAtSpecificity(0.9) };
 */
export function sensitivityAtSpecificity(specificity: number): Metric {
  checkNumber(WHERE, 'specificity', specificity, { atLeast: 0, atMost: 1 });
  return rankingMetric(WHERE, (curve) => {
    return best(curve.points, ({ yes, no }) => (curve.no - no >= specificity * curve.no ? yes / curve.yes : undefined));
  });
}
