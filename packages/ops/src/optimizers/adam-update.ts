import { defineOperation, type Operation } from '@neurite/core/operation';
import { add, div, mul, neg, type Scalar, sqrt, square, type Tensor } from '@tensorflow/tfjs-core';
import { assertAdam } from '../internal/assert-adam.js';

/** The inputs of one step of Adam; none is changed or disposed. */
export type AdamUpdateInputs = {
  readonly gradient: Tensor;
  /** The moving average of the gradient, of its shape. */
  readonly firstMoment: Tensor;
  /** The moving average of its square, of its shape. */
  readonly secondMoment: Tensor;
  /** Of the shape of the gradient; counts only with weight decay. */
  readonly parameter: Tensor;
  readonly learningRate: Scalar;
  /** 1 − β₁ᵗ, where t is 1 in the first step. */
  readonly correction1: Scalar;
  /** 1 − β₂ᵗ. */
  readonly correction2: Scalar;
};

/** The constants of Adam. */
export type AdamUpdateOptions = {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Decoupled (AdamW): 0 for plain Adam. */
  readonly weightDecay: number;
};

/** The kernel `AdamUpdate`, see `fusedAdamUpdate`. */
export const adamUpdateOperation: Operation<AdamUpdateInputs, AdamUpdateOptions, Tensor[]> = defineOperation({
  name: 'AdamUpdate',
  compose: (inputs: AdamUpdateInputs, { beta1, beta2, epsilon, weightDecay }: AdamUpdateOptions) => {
    const { gradient, parameter, learningRate, correction1, correction2 } = inputs;
    const firstMoment = add(mul(inputs.firstMoment, beta1), mul(gradient, 1 - beta1));
    const secondMoment = add(mul(inputs.secondMoment, beta2), mul(square(gradient), 1 - beta2));
    const direction = div(div(firstMoment, correction1), add(sqrt(div(secondMoment, correction2)), epsilon));
    const decayed = weightDecay === 0 ? direction : add(direction, mul(parameter, weightDecay));
    return [mul(decayed, neg(learningRate)), firstMoment, secondMoment];
  },
});

/**
 * One step of Adam or AdamW for one parameter, in one kernel:
 * `m' = β₁m + (1 − β₁)g`, `v' = β₂v + (1 − β₂)g²`,
 * `update = −learningRate · (m'/correction1 / (√(v'/correction2) + ε) + weightDecay · parameter)`.
 *
 * @returns the update to add and the next moments, all of the gradient's shape, owned by the caller
 * @throws ShapeError when a moment or the parameter has another shape than the gradient
 * @example
 * const parameter = tensor1d([1, 2]);
 * const [gradient, firstMoment, secondMoment] = [tensor1d([1, -1]), tensor1d([0, 0]), tensor1d([0, 0])];
 * const { update } = fusedAdamUpdate(
 *   {
 *     gradient,
 *     firstMoment,
 *     secondMoment,
 *     parameter,
 *     learningRate: scalar(0.1),
 *     correction1: scalar(1 - 0.9),
 *     correction2: scalar(1 - 0.999),
 *   },
 *   { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
 * ); // -0.1, 0.1
 * @see Kingma and Ba, "Adam: a method for stochastic optimization", 2015
 * @see Loshchilov and Hutter, "Decoupled weight decay regularization", 2019
 */
export function fusedAdamUpdate(
  inputs: AdamUpdateInputs,
  options: AdamUpdateOptions,
): { readonly update: Tensor; readonly firstMoment: Tensor; readonly secondMoment: Tensor } {
  assertAdam('fusedAdamUpdate', inputs);
  const [update, firstMoment, secondMoment] = adamUpdateOperation(inputs, options) as [Tensor, Tensor, Tensor]; // in this order
  return { update, firstMoment, secondMoment };
}
