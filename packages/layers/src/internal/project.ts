import {
  add,
  matMul,
  type Rank,
  reshape,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tidy,
} from '@tensorflow/tfjs-core';

/** x · kernel + bias for every time or token in one matrix product: [batch, time, features] to [batch, time, columns]. */
export function project(x: Tensor3D, kernel: Tensor2D, bias: Tensor1D | undefined): Tensor3D {
  return tidy(() => {
    const [batch, time, features] = x.shape;
    const product: Tensor2D = matMul(reshape<Rank.R2>(x, [batch * time, features]), kernel);
    const rows = bias === undefined ? product : add<Tensor2D>(product, bias);
    return reshape(rows, [batch, time, kernel.shape[1]]);
  });
}
