import type { Metric } from '@neurite/core';
import { confusionStatistics, confusionTable, margins, total } from '../internal/confusion-table.js';

const WHERE = 'matthewsCorrelation';

/**
 * The correlation of predicted and true classes, which is fair to classes of different sizes: 1 is perfect, 0 as good as chance,
 * −1 the opposite of two classes. 0 where all samples are of one class, or were predicted as one, as in scikit-learn.
 *
 * Predictions are scores of any kind, [batch, …, classes]; targets are int32 classes, [batch, …], or one-hot; weights
 * [batch, …] or of its first axes. Of equal scores the first counts. NaN once a prediction is NaN.
 *
 * `statistics` throws ShapeError and DtypeError, `value` ArgumentError for targets outside the classes and weights below 0.
 *
 * @example
 * const metrics = { matthewsCorrelation };
 * @see Gorodkin 2004, Comparing two K-category assignments by a K-category correlation coefficient
 */
export const matthewsCorrelation: Metric = {
  name: WHERE,
  statistics: (predictions, targets, { weights } = {}) => confusionStatistics(WHERE, { predictions, targets, weights }),
  value: (totals) => {
    const { actual, predicted, right, count } = margins(confusionTable(WHERE, totals));
    const chance = total(actual.map((one, i) => one * predicted[i]!));
    const spread = (of: readonly number[]): number => count * count - total(of.map((one) => one * one));
    const whole = spread(actual) * spread(predicted);
    return whole === 0 ? 0 : (right * count - chance) / Math.sqrt(whole);
  },
};
