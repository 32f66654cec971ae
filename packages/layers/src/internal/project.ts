import { type FusedActivation, fusedDense } from '@neurite/ops';
import { matMul, reshape, type Tensor, type Tensor1D, type Tensor2D, tidy } from '@tensorflow/tfjs-core';

/**
 * x · kernel + bias along the last axis, in one matrix product.
 *
 * @param x [batch, …, features]
 * @param activation applied to the result; only where there is a bias. Default linear
 * @returns [batch, …, columns], owned by the caller
 */
export function project<T extends Tensor>(
  x: T,
  { kernel, bias }: { readonly kernel: Tensor2D; readonly bias: Tensor1D | undefined },
  activation: FusedActivation = 'linear',
): T {
  const product = (rows: Tensor2D): Tensor2D =>
    bias === undefined ? matMul(rows, kernel) : fusedDense({ x: rows, kernel, bias }, { activation });
  if (x.rank === 2) return product(x as Tensor as Tensor2D) as Tensor as T; // of this rank
  return tidy(() => {
    const [features, columns] = kernel.shape;
    const outer = x.shape.slice(0, -1);
    const rows = outer.reduce((product, size) => product * size, 1);
    return reshape(product(reshape(x, [rows, features])), [...outer, columns]) as Tensor as T; // of the rank of x
  });
}
