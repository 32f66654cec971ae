import { formatShape, type Metric, ShapeError } from '@neurite/core';
import { maximum, mul, rsqrt, square, sum, type Tensor } from '@tensorflow/tfjs-core';
import { meanMetric } from '../internal/mean-metric.js';

/**
 * The mean of the cosines of the angles between predicted and true vectors: from −1, opposite, to 1, one direction.
 *
 * Predictions and targets are vectors, [batch, …, features]; weights [batch, …] or of its first axes. A vector of zeros has the
 * cosine 0 with all. NaN once an element is NaN; 0 for an empty set. `statistics` throws ShapeError and DtypeError, `value`
 * ArgumentError for weights below 0.
 *
 * @example
 * const metrics = { cosineSimilarity };
 */
export const cosineSimilarity: Metric = meanMetric('cosineSimilarity', {
  each: (predictions, targets) => sum(mul(normalized(predictions), normalized(targets)), -1),
  shape: ({ shape }) => {
    if (shape.length >= 2) return shape.slice(0, -1);
    const expected = 'have shape [batch, …, features]';
    throw new ShapeError({
      where: 'cosineSimilarity',
      argument: 'predictions',
      expected,
      received: formatShape(shape),
    });
  },
});

function normalized(x: Tensor): Tensor {
  return mul(x, rsqrt(maximum(sum(square(x), -1, true), 1e-12)));
}
