import { fusedDense } from '@neurite/ops';
import { matMul, type Rank, reshape, type Tensor1D, type Tensor2D, type Tensor3D, tidy } from '@tensorflow/tfjs-core';

/** x · kernel + bias for every time or token in one matrix product: [batch, time, features] to [batch, time, columns]. */
export function project(x: Tensor3D, kernel: Tensor2D, bias: Tensor1D | undefined): Tensor3D {
  return tidy(() => {
    const [batch, time, features] = x.shape;
    const tokens = reshape<Rank.R2>(x, [batch * time, features]);
    const rows = bias === undefined ? matMul(tokens, kernel) : fusedDense({ x: tokens, kernel, bias });
    return reshape(rows, [batch, time, kernel.shape[1]]);
  });
}
