import { checkBoolean, checkNumber } from '@neurite/core';
import { add, cast, clone, customGrad, div, log, maximum, mul, square, sub, type Tensor } from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import { checkFields, checkTargets, type Fields } from '../internal/check-trees.js';

const WHERE = 'gaussianNegativeLogLikelihood';

export type GaussianOptions = {
  /** The least variance: a finite number above 0. Below it the gradient still flows. Default 1e-6. */
  readonly epsilon?: number | undefined;
  /** Whether the constant log(2π)/2 is added. Default false. */
  readonly full?: boolean | undefined;
};

/**
 * The negative log-likelihood of targets under a normal distribution whose mean and variance are predicted:
 * `(log v + (mean − target)²/v) / 2` with `v = max(variance, ε)`.
 *
 * Predictions are `{ mean, variance }`, float32 of one shape; targets float32, int32 or bool of that shape. Options are
 * `epsilon`, `full`, weights and reduction, see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes, or there
 *   are not as many class weights as classes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const predictions = { mean: tensor1d([1, 2]), variance: tensor1d([1, 4]) };
 * const loss = gaussianNegativeLogLikelihood(predictions, tensor1d([1, 4])); // (0 + log(4)/2 + 1/2) / 2
 * @see Nix and Weigend 1994, Estimating the mean and variance of the target probability distribution
 */
export const gaussianNegativeLogLikelihood: LossFunction<GaussianOptions, Fields<'mean' | 'variance'>> = defineLoss(
  WHERE,
  {
    fields: ['mean', 'variance'],
    options: ['epsilon', 'full'],
    checkOptions: ({ epsilon = 1e-6, full = false }) => {
      checkNumber(WHERE, 'epsilon', epsilon, { above: 0 });
      checkBoolean(WHERE, 'full', full);
    },
    check: ({ mean, variance }, targets) => {
      checkFields(WHERE, { mean, variance });
      checkTargets(WHERE, targets, mean.shape);
    },
    lossShape: ({ mean }) => mean.shape,
    losses: ({ mean, variance }, targets, { epsilon = 1e-6, full = false }) => {
      const v = atLeast(variance, epsilon);
      const error: Tensor = sub(mean, cast(targets, 'float32'));
      const own: Tensor = mul(0.5, add(log(v), div(square(error), v)));
      return full ? add(own, 0.5 * Math.log(2 * Math.PI)) : own;
    },
  },
);

/** The maximum, whose gradient flows everywhere, so that a variance below the least one comes back. */
function atLeast(variance: Tensor, least: number): Tensor {
  const differentiable = customGrad((x) => ({
    value: maximum(x as Tensor, least),
    gradFunc: (dy: Tensor) => clone(dy),
  }));
  return differentiable(variance);
}
