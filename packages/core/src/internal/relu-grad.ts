import { greater, step, type Tensor } from '@tensorflow/tfjs-core';
import { defineOperation, type Operation } from './define-operation.js';
import { zerosOf } from './kernel-gradient.js';
import { select } from './select.js';

type Inputs = { readonly dy: Tensor; readonly y: Tensor };

/** The kernel `ReluGrad`, see `reluGrad`. */
export const reluGradOperation: Operation<Inputs, Record<string, never>, Tensor> = defineOperation({
  name: 'ReluGrad',
  // Where y is NaN, so is its step.
  compose: ({ dy, y }: Inputs) => select(greater(y, 0), dy, step(y)),
  gradient: {
    inputsToSave: ['y'],
    gradFunc: (ddx, [y]) => ({
      dy: () => reluGrad(ddx as Tensor, y!), // one output, one saved
      y: () => zerosOf(y!),
    }),
  },
});

/**
 * The gradient of relu in one kernel: `dy` where `y > 0`, else 0; NaN where `y` is NaN.
 *
 * @param dy the gradient by the output, of any shape
 * @param y the output (or input) of relu, the same shape
 * @returns a new tensor of the same shape
 * @example
 * const dx = reluGrad(tensor1d([1, 2]), tensor1d([0, 3])); // 0, 2
 */
export function reluGrad<T extends Tensor>(dy: T, y: Tensor): T {
  return reluGradOperation({ dy, y }, {}) as T; // the shape of dy
}
