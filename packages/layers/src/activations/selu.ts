import type { AnyRank } from '@neurite/core';
import { selu as scaled, type Tensor } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The module of `selu`. */
export class Selu<T extends Tensor = Tensor> extends Tokenwise<T> {
  /**
   * @param x any shape
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T): T {
    return scaled(x);
  }
}

/**
 * Self-normalizing exponential linear unit: `λ · x` where x > 0, else `λ · α · (eˣ − 1)`, λ = 1.0507 and α = 1.6733. With `lecunNormal()`
 * kernels and `alphaDropout` a deep network keeps mean 0 and variance 1.
 *
 * @returns a blueprint for inputs of any shape
 * @example
 * using model = build(selu(), { input: [2] });
 * const y = model.forward(tensor2d([[-1, 2]]), inference()); // [[-1.111, 2.101]]
 * @see Klambauer et al., "Self-normalizing neural networks", 2017
 */
export function selu(): AnyRank {
  return elementwise('selu', [], () => new Selu());
}
