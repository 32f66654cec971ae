import { addN, type Scalar, scalar, sqrt, square, sum, type Tensor } from '@tensorflow/tfjs-core';

/** The root of the sum of all squares of all tensors. */
export function globalNorm(tensors: readonly Tensor[]): Scalar {
  const [first = scalar(0), ...others] = tensors.map((one) => sum<Scalar>(square(one)));
  return sqrt(others.length === 0 ? first : addN([first, ...others]));
}

/** The root of the sum of all squares of a tensor. */
export function normOf(tensor: Tensor): Scalar {
  return globalNorm([tensor]);
}

/**
 * The axes whose weights lead to one output: all but the last of a kernel [...kernel, in, out], all of a vector.
 */
export function inputAxes({ rank }: Tensor): number[] {
  return Array.from({ length: rank < 2 ? rank : rank - 1 }, (_, axis) => axis);
}

/** The norms of what leads to each output, with `inputAxes` of size 1. */
export function unitNorms(tensor: Tensor): Tensor {
  return sqrt(sum(square(tensor), inputAxes(tensor), true));
}
