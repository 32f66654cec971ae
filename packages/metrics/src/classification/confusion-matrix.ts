import { checkInteger, checkOptions, type Metric } from '@neurite/core';
import { confusionStatistics, confusionTable } from '../internal/confusion-table.js';

export type ConfusionMatrixOptions = {
  /** How many classes there are: an integer of at least 2; predictions must have that many scores. */
  readonly classes: number;
};

/**
 * How often each class was taken for each: the value at [i][j] counts the samples of class i that were predicted as
 * class j.
 *
 * Predictions are scores of any kind, [batch, …, classes]; targets are int32 classes, [batch, …], or one-hot; weights
 * [batch, …] or of its first axes. Of equal scores the first counts. All NaN once a prediction is NaN. Without weights,
 * and with integers as weights, counts are exact: up to 2³¹ in a batch, and for any number of batches.
 *
 * @returns a metric; the caller owns the tensors of its statistics
 * @throws ArgumentError when an option is unknown or out of its range; `statistics` ShapeError and DtypeError for tensors of
 *   other shapes and dtypes, `value` ArgumentError for targets outside the classes and weights below 0
 * @example
 * const metrics = { confusion: confusionMatrix({ classes: 10 }) };
 */
export function confusionMatrix(options: ConfusionMatrixOptions): Metric<number[][]> {
  checkOptions('confusionMatrix', options, ['classes']);
  const { classes } = options;
  checkInteger('confusionMatrix', 'classes', classes, { min: 2 });
  return {
    name: 'confusionMatrix',
    statistics: (predictions, targets, { weights } = {}) =>
      confusionStatistics('confusionMatrix', { predictions, targets, weights }, classes),
    value: (totals) => confusionTable('confusionMatrix', totals),
  };
}
