import {
  add,
  cast,
  customGrad,
  div,
  equal,
  type GradSaveFunc,
  log,
  log1p,
  maximum,
  mul,
  neg,
  sub,
  type Tensor,
  where,
} from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';

/**
 * The cross entropy of independent yes/no questions, from probabilities: `−z·log p − (1 − z)·log(1 − p)`. Where a model
 * gives logits, take `sigmoidCrossEntropy`, which is exact where a probability is rounded to 0 or 1.
 *
 * Logarithms are at least −100, and the gradient divides by at least 10⁻¹², as in PyTorch, so that both stay finite.
 *
 * Probabilities are float32 of any shape, in [0, 1]: outside of it the loss is NaN; labels float32, int32 or bool of the
 * same shape, in [0, 1]. Options are weights and reduction, see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const loss = binaryCrossEntropy(tensor1d([0.5, 1]), tensor1d([1, 1])); // log(2) / 2
 */
export const binaryCrossEntropy: LossFunction = defineLoss('binaryCrossEntropy', {
  names: ['probabilities', 'labels'],
  losses: (probabilities, labels) => {
    const differentiable = customGrad((...args) => {
      const [p, z, save] = args as unknown as [Tensor, Tensor, GradSaveFunc]; // customGrad adds the third
      save([p, z]);
      return {
        value: neg(add(mul(z, logOf(p)), mul(sub(1, z), logOfRest(p)))),
        gradFunc: (dy: Tensor, saved: Tensor[]) => {
          const [p, z] = saved as [Tensor, Tensor]; // in the order of `save`
          return [mul(dy, div(sub(p, z), maximum(mul(p, sub(1, p)), 1e-12))), mul(dy, sub(logOfRest(p), logOf(p)))];
        },
      };
    });
    return differentiable(probabilities, cast(labels, 'float32'));
  },
});

function logOf(p: Tensor): Tensor {
  return atLeast(log(p), equal(p, 0));
}

/** log(1 − p), also of small p. */
function logOfRest(p: Tensor): Tensor {
  return atLeast(log1p(neg(p)), equal(p, 1));
}

/** Of 0, too, whose logarithm is any negative number on some GPUs. */
function atLeast(logarithm: Tensor, ofZero: Tensor): Tensor {
  return where(ofZero, -100, maximum(logarithm, -100));
}
