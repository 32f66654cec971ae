import { type AnyRank, defineAnyRank, tensorInput } from '@neurite/core';
import { maximum, mul, rsqrt, square, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { Tokenwise } from '../internal/tokenwise.js';

/** The module of `unitNorm`. */
export class UnitNorm<T extends Tensor = Tensor> extends Tokenwise<T> {
  /**
   * @param x [batch, …, features]
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T): T {
    return tidy(() => mul(x, rsqrt(maximum(sum(square(x), -1, true), 1e-12))) as T); // the shape of x
  }
}

/**
 * Scales the last axis to length 1: `y = x / √(Σ x²)`. Where the sum is below 1e-12, this stands for it: zeros stay zeros.
 *
 * @returns a blueprint for inputs [features], [time, features] or of any other rank
 * @throws ShapeError from `outputSpec`, when there is no axis besides the batch
 * @example
 * using model = build(unitNorm(), { input: [2] });
 * const y = model.forward(tensor2d([[3, 4]]), inference()); // [[0.6, 0.8]]
 */
export function unitNorm(): AnyRank {
  return defineAnyRank('unitNorm', [], {
    outputSpec: (input) => tensorInput('unitNorm', input, { axes: ['…', 'features'] }),
    build: <T extends Tensor>() => new UnitNorm<T>(),
  });
}
