import {
  abs,
  add,
  customGrad,
  exp,
  type GradSaveFunc,
  log1p,
  mul,
  sub,
  type Tensor,
  tanh,
} from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';

/**
 * The logarithm of the hyperbolic cosine of the error, `log cosh(prediction − target)`: about `e²/2` for small errors and
 * `|e| − log 2` for large ones, smooth everywhere. Computed as `|e| + log(1 + e^−2|e|) − log 2`, which does not overflow.
 *
 * Predictions are float32 of any shape; targets float32, int32 or bool of the same shape: nothing is broadcast. Options
 * are weights and reduction, see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const loss = logCosh(tensor1d([1, 2]), tensor1d([1, 4])); // log(cosh(2)) / 2 = 0.6625
 */
export const logCosh: LossFunction = defineLoss('logCosh', {
  losses: (predictions, targets) => logCoshOf(sub(predictions, targets)),
});

function logCoshOf(errors: Tensor): Tensor {
  // With a gradient of its own: the chain rule over |e| would give 0 for the second derivative at e = 0.
  const differentiable = customGrad((...args) => {
    const [e, save] = args as unknown as [Tensor, GradSaveFunc]; // customGrad adds the second
    save([e]);
    const size = abs(e);
    return {
      value: add(size, sub(log1p(exp(mul(size, -2))), Math.LN2)),
      gradFunc: (dy: Tensor, saved: Tensor[]) => mul(dy, tanh(saved[0]!)),
    };
  });
  return differentiable(errors);
}
