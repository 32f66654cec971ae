import { abs, add, max, maximum, mul, pow, rsqrt, sqrt, square, sub, sum, type Tensor } from '@tensorflow/tfjs-core';

/** The cosine of the angle between vectors of the last axis; 0 where one of them is 0. */
export function cosines(a: Tensor, b: Tensor): Tensor {
  return sum(mul(normalized(a), normalized(b)), -1);
}

/** Vectors of length 1; what is 0 stays 0, and its gradient is finite. */
export function normalized(x: Tensor): Tensor {
  return mul(x, rsqrt(maximum(sum(square(x), -1, true), 1e-12)));
}

/** The squares of Euclidean distances between vectors of the last axis. */
export function squaredDistances(a: Tensor, b: Tensor): Tensor {
  return sum(square(sub(a, b)), -1);
}

/**
 * Distances between vectors of the last axis: `(Σ |aᵢ − bᵢ + ε|ᵖ)^(1/p)`.
 *
 * @param epsilon keeps the gradient of equal vectors finite
 */
export function distances(
  a: Tensor,
  b: Tensor,
  { p, epsilon }: { readonly p: number; readonly epsilon: number },
): Tensor {
  const difference: Tensor = add(sub(a, b), epsilon);
  // The root of 0 has no gradient: there it is 0.
  if (p === 2) return sqrt(maximum(sum(square(difference), -1), 1e-24));
  const size = abs(difference);
  if (p === 1) return sum(size, -1);
  if (p === Number.POSITIVE_INFINITY) return max(size, -1);
  return pow(maximum(sum(pow(size, p), -1), 1e-24), 1 / p);
}
