import type { Metric } from '@neurite/core';
import { rankingMetric } from '../internal/ranking.js';

const WHERE = 'averagePrecision';

/**
 * The area under the curve of precision over recall, as steps: `Σ (recallₙ − recallₙ₋₁)·precisionₙ` over all thresholds. For
 * data of which little is yes. Exact over the whole set: the scores of all samples are kept, 24 bytes each.
 *
 * Predictions are one score per sample, [batch, …] or [batch, …, 1], or two, of which the second is that of yes; targets
 * are 0 or 1; weights of the targets' shape or of its first axes. NaN once a prediction is NaN, and where there is no yes.
 *
 * `statistics` throws ShapeError and DtypeError, `value` ArgumentError for targets other than 0 and 1 and weights below 0.
 *
 * @example
 * const metrics = { averagePrecision };
 * @see Davis and Goadrich 2006, The relationship between Precision-Recall and ROC curves
 */
export const averagePrecision: Metric = rankingMetric(WHERE, (curve) => {
  let [area, before] = [0, 0];
  for (const { yes, no } of curve.points) {
    area += (yes - before) * (yes / (yes + no));
    before = yes;
  }
  return area / curve.yes;
});
