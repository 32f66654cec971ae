import type { Metric } from '@neurite/core';
import { confusionStatistics, confusionTable, margins, total } from '../internal/confusion-table.js';
import { ratio } from '../internal/ratio.js';

const WHERE = 'balancedAccuracy';

/**
 * The mean of the recalls of those classes that are true of a sample: as good as chance is 1 / classes, however large they
 * are.
 *
 * Predictions are scores of any kind, [batch, …, classes]; targets are int32 classes, [batch, …], or one-hot; weights
 * [batch, …] or of its first axes. Of equal scores the first counts. NaN once a prediction is NaN; 0 for an empty set.
 *
 * `statistics` throws ShapeError and DtypeError, `value` ArgumentError for targets outside the classes and weights below 0.
 *
 * @example
 * const metrics = { balancedAccuracy };
 */
export const balancedAccuracy: Metric = {
  name: WHERE,
  statistics: (predictions, targets, { weights } = {}) => confusionStatistics(WHERE, { predictions, targets, weights }),
  value: (totals) => {
    const table = confusionTable(WHERE, totals);
    const { actual } = margins(table);
    // A prediction that is NaN has made all of them NaN.
    const recalls = table.flatMap((row, i) => (actual[i] === 0 ? [] : [row[i]! / actual[i]!]));
    return ratio(total(recalls), recalls.length);
  },
};
