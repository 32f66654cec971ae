import { assertShape } from '@neurite/core';
import { defineOperation, type Operation } from '@neurite/core/operation';
import { add, mul, neg, type Scalar, type Tensor } from '@tensorflow/tfjs-core';

/** The inputs of one step of gradient descent with momentum; none is changed or disposed. */
export type SgdUpdateInputs = {
  readonly gradient: Tensor;
  /** The decaying sum of gradients, of the gradient's shape; zeros in the first step. */
  readonly velocity: Tensor;
  readonly learningRate: Scalar;
};

/** The constants of gradient descent with momentum. */
export type SgdUpdateOptions = {
  /** μ, at least 0 and below 1. */
  readonly momentum: number;
  /** Whether the step looks ahead along the new velocity. */
  readonly nesterov: boolean;
};

/** The kernel `SgdUpdate`, see `fusedSgdUpdate`. */
export const sgdUpdateOperation: Operation<SgdUpdateInputs, SgdUpdateOptions, Tensor[]> = defineOperation({
  name: 'SgdUpdate',
  compose: (inputs: SgdUpdateInputs, { momentum, nesterov }: SgdUpdateOptions) => {
    const velocity = add(mul(inputs.velocity, momentum), inputs.gradient);
    const direction = nesterov ? add(inputs.gradient, mul(velocity, momentum)) : velocity;
    return [mul(direction, neg(inputs.learningRate)), velocity];
  },
});

/**
 * One step of gradient descent with momentum for one parameter, in one kernel, as PyTorch defines it:
 * `v' = μv + g`, `update = −learningRate · (nesterov ? g + μv' : v')`.
 *
 * @returns the update to add and the next velocity, of the gradient's shape, owned by the caller
 * @throws ShapeError when the velocity has another shape than the gradient
 * @example
 * const [gradient, velocity] = [tensor1d([1, 2]), tensor1d([0, 0])];
 * const step = fusedSgdUpdate({ gradient, velocity, learningRate: scalar(0.1) }, { momentum: 0.9, nesterov: false });
 * @see Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013; there the learning
 *   rate is inside the velocity
 */
export function fusedSgdUpdate(
  inputs: SgdUpdateInputs,
  options: SgdUpdateOptions,
): { readonly update: Tensor; readonly velocity: Tensor } {
  assertShape('fusedSgdUpdate', 'velocity', inputs.velocity.shape, inputs.gradient.shape);
  const [update, velocity] = sgdUpdateOperation(inputs, options) as [Tensor, Tensor]; // in this order
  return { update, velocity };
}
