import { checkNumber, type Metric } from '@neurite/core';
import { best, rankingMetric } from '../internal/ranking.js';

const WHERE = 'specificityAtSensitivity';

/**
 * The highest specificity of all thresholds at which the sensitivity (recall) is at least a given one; 1 where nothing must be
 * found.
 *
 * Exact over the whole set: the scores of all samples are kept, 24 bytes each. Predictions are one score per sample, [batch, …]
 * or [batch, …, 1], or two; targets are 0 or 1; weights of the targets' shape or of its first axes. NaN once a prediction is
 * NaN.
 *
 * @param sensitivity the least sensitivity, from 0 to 1
 * @returns a metric; the caller owns the tensors of its statistics
 * @throws ArgumentError when an option is unknown or out of its range; `statistics` ShapeError and DtypeError for tensors of
 *   other shapes and dtypes, `value` ArgumentError for targets other than 0 and 1 and weights below 0
 * @example
 * const metrics = { specificity: specificityAtSensitivity(0.9) };
 */
export function specificityAtSensitivity(sensitivity: number): Metric {
  checkNumber(WHERE, 'sensitivity', sensitivity, { atLeast: 0, atMost: 1 });
  return rankingMetric(WHERE, (curve) => {
    const points = [{ yes: 0, no: 0 }, ...curve.points];
    return best(points, ({ yes, no }) => (yes >= sensitivity * curve.yes ? (curve.no - no) / curve.no : undefined));
  });
}
