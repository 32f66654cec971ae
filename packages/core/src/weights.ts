import { notEqual, reshape, where as select, type Tensor, tidy, zerosLike } from '@tensorflow/tfjs-core';
import { DtypeError, ShapeError } from './errors.js';
import { formatShape, type Shape, sameShape } from './shape.js';

/**
 * Checks weights of a loss or a metric: numbers of the shape of what they weigh, or of its first axes.
 *
 * @param shape of what is weighed, [batch, …]
 * @throws DtypeError
 * @throws ShapeError
 */
export function checkWeights(where: string, weights: Tensor, shape: Shape): void {
  const { dtype, rank } = weights;
  if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') {
    throw new DtypeError({ where, argument: 'weights', expected: 'be float32, int32 or bool', received: dtype });
  }
  if (rank === 0 || !sameShape(weights.shape, shape.slice(0, rank))) {
    throw new ShapeError({
      where,
      argument: 'weights',
      expected: `have the shape of what they weigh, ${formatShape(shape)}, or of its first axes`,
      received: formatShape(weights.shape),
    });
  }
}

/**
 * Replaces what has weight 0 by 0, so that neither a value nor a gradient depends on it: NaN, infinity, a label outside of
 * the classes. Do this first.
 *
 * @param values each of a shape that begins with that of the weights
 * @returns new tensors, in the same order; the caller owns them
 * @example
 * const weights = tensor1d([1, 0]);
 * const [predictions, targets] = maskWeightless([tensor1d([2, NaN]), tensor1d([1, -100], 'int32')], weights); // 2, 0 and 1, 0
 */
export function maskWeightless<const Values extends readonly Tensor[]>(values: Values, weights: Tensor): Values {
  const masked = tidy(() => {
    const counts = notEqual(weights, 0);
    return values.map((value) => select(spreadWeights(counts, value.rank), value, zerosLike(value)));
  });
  return masked as readonly Tensor[] as Values; // one for each, of its shape and dtype
}

/**
 * Gives weights the rank of what they weigh, by axes of size 1 at the end.
 *
 * @returns a tensor that broadcasts to it; the caller owns it
 * @example
 * const spread = spreadWeights(tensor1d([1, 2]), 3); // of shape [2, 1, 1]
 */
export function spreadWeights(weights: Tensor, rank: number): Tensor {
  return reshape(weights, [...weights.shape, ...Array.from({ length: rank - weights.rank }, () => 1)]);
}
