import type { AnyRank } from '@neurite/core';
import { select } from '@neurite/core/operation';
import { add, clipByValue, greater, mul, square, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The module of `sparsePlus`. */
export class SparsePlus<T extends Tensor = Tensor> extends Tokenwise<T> {
  /**
   * @param x any shape
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T): T {
    return tidy(() => select(greater(x, 1), x, mul(square(add(clipByValue(x, -1, 1), 1)), 0.25)) as T); // the shape of x
  }
}

/**
 * 0 for x ≤ −1, `(x + 1)² / 4` up to 1, `x` above: a smooth relu that is exactly 0.
 *
 * @returns a blueprint for inputs of any shape
 * @example
 * using model = build(sparsePlus(), { input: [3] });
 * const y = model.forward(tensor2d([[-2, 0, 3]]), inference()); // [[0, 0.25, 3]]
 * @see Martins and Astudillo, "From softmax to sparsemax", 2016, whose link in two classes it belongs to
 */
export function sparsePlus(): AnyRank {
  return elementwise('sparsePlus', [], () => new SparsePlus());
}
