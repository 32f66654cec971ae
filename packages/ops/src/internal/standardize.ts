import { add, mean, mul, rsqrt, square, sub, type Tensor } from '@tensorflow/tfjs-core';

/** Numbers with mean 0 and variance 1, and the statistics that made them so. */
export type Standardized = {
  /** (x − mean) / √(variance + epsilon), the shape of x. */
  readonly standard: Tensor;
  /** 1 / √(variance + epsilon); the reduced axes have size 1. */
  readonly inverse: Tensor;
  /** The reduced axes have size 1. */
  readonly average: Tensor;
  /** Biased: the mean of squares; the reduced axes have size 1. */
  readonly variance: Tensor;
};

/** Subtracts the mean over `axes`, and divides by the standard deviation over them. */
export function standardize(x: Tensor, axes: number[], epsilon: number): Standardized {
  const average = mean(x, axes, true);
  const centered = sub(x, average);
  const variance = mean(square(centered), axes, true);
  const inverse = rsqrt(add(variance, epsilon));
  return { standard: mul(centered, inverse), inverse, average, variance };
}

/**
 * The gradient of `standardize` by x, from the gradient by its result: `inverse · (g − mean(g) − standard · mean(g · standard))`.
 */
export function standardizeGrad(g: Tensor, { standard, inverse }: Standardized, axes: number[]): Tensor {
  const along = mul(standard, mean(mul(g, standard), axes, true));
  return mul(inverse, sub(sub(g, mean(g, axes, true)), along));
}
