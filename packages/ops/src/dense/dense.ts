import { assertShape } from '@neurite/core';
import { cast, matMul, type Tensor1D, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { type Biased, biased } from '../internal/biased.js';
import { refuseShape } from '../internal/refuse-shape.js';
import type { FusedActivation } from './bias-activation.js';

/** The inputs of a dense layer. */
export type DenseInputs = {
  /** [n, features] */
  readonly x: Tensor2D;
  /** [features, units] */
  readonly kernel: Tensor2D;
  /** [units] */
  readonly bias: Tensor1D;
};

/**
 * The kernels `Dense` and `DenseRelu`: x [n, features], kernel [features, units], bias [units] → [n, units]. See
 * `fusedDense`.
 */
export const denseOperations: Biased<Record<string, never>> = biased({
  name: 'Dense',
  multiply: (x, kernel) => matMul(x, kernel),
  backward: (dz, x, kernel) => [() => matMul(dz, kernel, false, true), () => matMul(x, dz, true)],
});

/**
 * A matrix product, a bias and an activation: `y = activation(x · kernel + bias)`. Linear and relu are one kernel, the
 * others two. Derivatives exist to any order.
 *
 * @param inputs an int32 x is converted to float32
 * @param options activation: as in `fusedBiasActivation`; default linear
 * @returns a new tensor of shape [n, units], owned by the caller
 * @throws ShapeError
 * @throws ArgumentError when there is no such activation
 * @example
 * const y = fusedDense({ x: tensor2d([[1, 2]]), kernel: tensor2d([[3], [4]]), bias: tensor1d([0.5]) }); // 11.5
 */
export function fusedDense(
  { x, kernel, bias }: DenseInputs,
  { activation = 'linear' }: { readonly activation?: FusedActivation } = {},
): Tensor2D {
  const where = 'fusedDense';
  if (kernel.rank !== 2) refuseShape(where)('kernel', 'have shape [features, units]', kernel);
  const [features, units] = kernel.shape;
  assertShape(where, 'x', x.shape, [-1, features]);
  assertShape(where, 'bias', bias.shape, [units]);
  return tidy(() => {
    const floats = x.dtype === 'float32' ? x : cast<Tensor2D>(x, 'float32');
    return denseOperations.run({ x: floats, kernel, bias }, {}, activation) as Tensor2D; // [n, units]
  });
}
