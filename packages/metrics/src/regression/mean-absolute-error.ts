import type { Metric } from '@neurite/core';
import { abs, sub } from '@tensorflow/tfjs-core';
import { meanMetric } from '../internal/mean-metric.js';

/**
 * The mean of `|prediction − target|` over all elements of all batches.
 *
 * Predictions and targets have the same shape, whatever it is; weights that shape or its first axes. NaN once an element is
 * NaN; 0 for an empty set. `statistics` throws ShapeError and DtypeError, `value` ArgumentError for weights below 0.
 *
 * @example
 * const metrics = { meanAbsoluteError };
 */
export const meanAbsoluteError: Metric = meanMetric('meanAbsoluteError', {
  each: (predictions, targets) => abs(sub(predictions, targets)),
});
