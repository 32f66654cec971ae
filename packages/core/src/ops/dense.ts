import { add, cast, matMul, sum, type Tensor, type Tensor1D, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { ShapeError } from '../errors.js';
import { assertShape, formatShape } from '../shape.js';
import { defineOperation, type Operation } from './define-operation.js';

/** What a dense layer reads. */
export type DenseInputs = {
  /** [n, features] */
  readonly x: Tensor2D;
  /** [features, units] */
  readonly kernel: Tensor2D;
  /** [units] */
  readonly bias: Tensor1D;
};
type NoAttrs = Record<string, never>;

/** The kernel `Dense`: x [n, features], kernel [features, units], bias [units] → [n, units]. See `fusedDense`. */
export const denseOperation: Operation<DenseInputs, NoAttrs, Tensor> = defineOperation({
  name: 'Dense',
  compose: ({ x, kernel, bias }: DenseInputs) => add(matMul(x, kernel), bias),
  gradient: {
    inputsToSave: ['x', 'kernel'],
    gradFunc: (dys, saved) => {
      const dy = dys as Tensor2D; // one output
      const [x, kernel] = saved as [Tensor2D, Tensor2D]; // as named above
      return {
        x: () => matMul(dy, kernel, false, true),
        kernel: () => matMul(x, dy, true),
        bias: () => sum(dy, 0),
      };
    },
  },
});

/**
 * A matrix product and a bias in one kernel: `y = x · kernel + bias`. It has derivatives of any order.
 *
 * @param inputs whole numbers in x count as float32
 * @returns a new tensor of shape [n, units], owned by the caller
 * @throws ShapeError
 * @example
 * const y = fusedDense({ x: tensor2d([[1, 2]]), kernel: tensor2d([[3], [4]]), bias: tensor1d([0.5]) }); // 11.5
 */
export function fusedDense({ x, kernel, bias }: DenseInputs): Tensor2D {
  const where = 'fusedDense';
  if (kernel.rank !== 2) {
    const expected = 'have shape [features, units]';
    throw new ShapeError({ where, argument: 'kernel', expected, received: formatShape(kernel.shape) });
  }
  const [features, units] = kernel.shape;
  assertShape(where, 'x', x.shape, [-1, features]);
  assertShape(where, 'bias', bias.shape, [units]);
  return tidy(() => {
    const numbers = x.dtype === 'float32' ? x : cast<Tensor2D>(x, 'float32');
    return denseOperation({ x: numbers, kernel, bias }, {}) as Tensor2D; // [n, units]
  });
}
