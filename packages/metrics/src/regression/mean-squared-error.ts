import type { Metric } from '@neurite/core';
import { square, sub } from '@tensorflow/tfjs-core';
import { meanMetric } from '../internal/mean-metric.js';

/**
 * The mean of `(prediction − target)²` over all elements of all batches.
 *
 * Predictions and targets have the same shape, whatever it is; weights that shape or its first axes. NaN once an element is
 * NaN; 0 for an empty set. `statistics` throws ShapeError and DtypeError, `value` ArgumentError for weights below 0.
 *
 * @example
 * const metrics = { meanSquaredError };
 */
export const meanSquaredError: Metric = meanMetric('meanSquaredError', {
  each: (predictions, targets) => square(sub(predictions, targets)),
});
