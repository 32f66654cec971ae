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

/** The product; 0 where the weight is 0, whatever stands there. */
function share(x: Tensor, weight: Tensor): Tensor {
  return where(equal(weight, 0), zerosLike(x), mul(x, weight));
}

/** `−z·log σ(x) − (1 − z)·log(1 − σ(x))` of each element, exact for logits of any size, infinite ones included. */
export function sigmoidCrossEntropies(logits: Tensor, labels: Tensor): Tensor {
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
