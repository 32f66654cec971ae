import {
  abs,
  addN,
  customGrad,
  equal,
  exp,
  type GradSaveFunc,
  log1p,
  mul,
  neg,
  relu,
  sigmoid,
  sub,
  type Tensor,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from './define-loss.js';

/**
 * The cross entropy of independent yes/no questions, from logits: `−z·log σ(x) − (1 − z)·log(1 − σ(x))`, computed as
 * `(1 − z)·max(x, 0) + z·max(−x, 0) + log(1 + e^−|x|)`.
 *
 * Value and gradient stay exact for logits of any size, infinite ones included; a sigmoid before it would spoil that.
 *
 * Logits are float32 of any shape, before any sigmoid; labels float32, int32 or bool of the same shape, in [0, 1]: their
 * range cannot be checked without reading them. Options are weights and reduction, see `LossOptions`.
 *
 * @throws DtypeError
 * @throws ShapeError
 * @throws ArgumentError
 * @example
 * const loss = sigmoidCrossEntropy(tensor2d([[0], [1e4]]), tensor2d([[1], [1]])); // log(2) / 2
 */
export const sigmoidCrossEntropy: LossFunction = defineLoss('sigmoidCrossEntropy', {
  names: ['logits', 'labels'],
  losses: crossEntropies,
});

/** The product; 0 where the weight is 0, whatever stands there. */
function share(x: Tensor, weight: Tensor): Tensor {
  return where(equal(weight, 0), zerosLike(x), mul(x, weight));
}

function crossEntropies(logits: Tensor, labels: Tensor): Tensor {
  // With a gradient of its own: the chain rule over relu and |x| would be off by 1/2 at x = 0.
  const differentiable = customGrad((...args) => {
    const [x, z, save] = args as unknown as [Tensor, Tensor, GradSaveFunc]; // customGrad adds the third
    save([x, z]);
    return {
      // Never the exponential of a positive number. What a label of 0 or 1 leaves out may be infinite: a masked logit.
      value: addN([share(relu(x), sub(1, z)), share(relu(neg(x)), z), log1p(exp(neg(abs(x))))]),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [logit, label] = saved as [Tensor, Tensor]; // in the order of `save`
        return [mul(dy, sub(sigmoid(logit), label)), neg(mul(dy, logit))];
      },
    };
  });
  return differentiable(logits, labels);
}
