import { greaterEqual, mul, type Tensor } from '@tensorflow/tfjs-core';
import { ArgumentError } from '../errors.js';
import { zerosOf } from '../internal/kernel-gradient.js';
import { select } from '../internal/select.js';
import { assertShape } from '../shape.js';
import { defineOperation, type Operation } from './define-operation.js';

type Inputs = { readonly x: Tensor; readonly uniform: Tensor };
type Attrs = { readonly rate: number };

/** The kernel `Dropout`, see `fusedDropout`. */
export const dropoutOperation: Operation<Inputs, Attrs, Tensor> = defineOperation({
  name: 'Dropout',
  compose: ({ x, uniform }: Inputs, { rate }: Attrs) =>
    select(greaterEqual(uniform, rate), mul(x, 1 / (1 - rate)), zerosOf(x)),
  gradient: {
    inputsToSave: ['uniform'],
    gradFunc: (dy, [uniform], attrs) => ({
      x: () => dropoutOperation({ x: dy as Tensor, uniform: uniform! }, attrs as Attrs), // one output, one saved, own attributes
      uniform: () => zerosOf(uniform!),
    }),
  },
});

/**
 * Drops the elements whose draw is below the rate and scales the rest: `x / (1 − rate)` where `uniform ≥ rate`, else 0.
 *
 * @param x any shape
 * @param uniform draws between 0 and 1, the shape of `x`
 * @param options `rate`: the part that is dropped, at least 0 and below 1
 * @returns a new tensor of the shape of `x`
 * @throws ShapeError, ArgumentError
 * @example
 * const y = fusedDropout(tensor1d([1, 2]), tensor1d([0.9, 0.1]), { rate: 0.5 }); // 2, 0
 * @see Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014
 */
export function fusedDropout<T extends Tensor>(x: T, uniform: Tensor, { rate }: { readonly rate: number }): T {
  assertShape('fusedDropout', 'uniform', uniform.shape, x.shape);
  if (!(rate >= 0 && rate < 1)) {
    throw new ArgumentError({
      where: 'fusedDropout',
      argument: 'rate',
      expected: 'be at least 0 and below 1',
      received: String(rate),
    });
  }
  return dropoutOperation({ x, uniform }, { rate }) as T; // the shape of x
}
