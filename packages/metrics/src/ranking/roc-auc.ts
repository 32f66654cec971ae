import type { Metric } from '@neurite/core';
import { rankingMetric } from '../internal/ranking.js';

const WHERE = 'rocAuc';

/**
 * The area under the ROC curve: how likely a sample of yes has a higher score than one of no; equal scores count one half.
 * Exact over the whole set: the scores of all samples are kept, 24 bytes each. `binnedAuc` keeps counts only.
 *
 * Predictions are one score per sample, [batch, …] or [batch, …, 1], or two, of which the second is that of yes; targets
 * are 0 or 1; weights of the targets' shape or of its first axes. NaN once a prediction is NaN, and where all samples are
 * yes, or all no.
 *
 * `statistics` throws ShapeError and DtypeError, `value` ArgumentError for targets other than 0 and 1 and weights below 0.
 *
 * @example
 * const metrics = { auc: rocAuc };
 * @see Fawcett 2006, An introduction to ROC analysis
 */
export const rocAuc: Metric = rankingMetric(WHERE, (curve) => {
  let [area, before] = [0, { yes: 0, no: 0 }];
  for (const point of curve.points) {
    area += (point.no - before.no) * ((point.yes + before.yes) / 2);
    before = point;
  }
  return area / (curve.yes * curve.no);
});
