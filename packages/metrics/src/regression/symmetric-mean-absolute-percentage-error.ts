import type { Metric } from '@neurite/core';
import { abs, add, div, maximum, mul, sub } from '@tensorflow/tfjs-core';
import { meanMetric } from '../internal/mean-metric.js';

/**
 * The mean of `200 · |prediction − target| / max(|prediction| + |target|, 10⁻⁷)` over all elements of all batches, in percent: from 0 to 200.
 *
 * Predictions and targets have the same shape, whatever it is; weights that shape or its first axes. NaN once an element is
 * NaN; 0 for an empty set. `statistics` throws ShapeError and DtypeError, `value` ArgumentError for weights below 0.
 *
 * @example
 * const metrics = { symmetricMeanAbsolutePercentageError };
 */
export const symmetricMeanAbsolutePercentageError: Metric = meanMetric('symmetricMeanAbsolutePercentageError', {
  each: (predictions, targets) =>
    mul(div(abs(sub(predictions, targets)), maximum(add(abs(predictions), abs(targets)), 1e-7)), 200),
});
