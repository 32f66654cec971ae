import type { Metric } from '@neurite/core';
import { log1p, square, sub } from '@tensorflow/tfjs-core';
import { meanMetric } from '../internal/mean-metric.js';

/**
 * The mean of `(log(1 + prediction) − log(1 + target))²` over all elements of all batches. NaN for numbers below −1.
 *
 * Predictions and targets have the same shape, whatever it is; weights that shape or its first axes. NaN once an element is
 * NaN; 0 for an empty set. `statistics` throws ShapeError and DtypeError, `value` ArgumentError for weights below 0.
 *
 * @example
 * const metrics = { meanSquaredLogarithmicError };
 */
export const meanSquaredLogarithmicError: Metric = meanMetric('meanSquaredLogarithmicError', {
  each: (predictions, targets) => square(sub(log1p(predictions), log1p(targets))),
});
