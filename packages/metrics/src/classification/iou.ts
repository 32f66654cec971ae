import type { Metric } from '@neurite/core';
import type { AverageOptions, PerClassOptions } from '../average.js';
import { averagedScore } from '../internal/averaged-score.js';
import { ratio } from '../internal/ratio.js';

/**
 * Intersection over union: `hits / (predicted + actual − hits)` of each class, over the whole set. 0 for a class that never
 * occurs. The macro average is the mean IoU of segmentation, where predictions are [batch, height, width, classes].
 *
 * Takes predictions and targets as `precision` does. NaN once a prediction is NaN.
 *
 * @returns a metric; the caller owns the tensors of its statistics
 * @throws ArgumentError when an option is unknown or out of its range; `statistics` ShapeError and DtypeError for tensors of
 *   other shapes and dtypes, `value` ArgumentError for targets outside the classes and weights below 0
 * @example
 * const metrics = { iou: iou(), each: iou({ average: 'none' }) };
 * @see Jaccard 1912, The distribution of the flora in the alpine zone
 */
export function iou(options?: AverageOptions): Metric;
export function iou(options: PerClassOptions): Metric<number[]>;
export function iou(options: AverageOptions | PerClassOptions = {}): Metric<number> | Metric<number[]> {
  return averagedScore('iou', ({ hits, predicted, actual }) => ratio(hits, predicted + actual - hits), options);
}
