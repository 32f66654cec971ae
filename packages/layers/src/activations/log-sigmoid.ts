import type { AnyRank } from '@neurite/core';
import { neg, softplus, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The module of `logSigmoid`. */
export class LogSigmoid<T extends Tensor = Tensor> extends Tokenwise<T> {
  /**
   * @param x any shape
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T): T {
    return tidy(() => neg(softplus(neg(x))) as T); // the shape of x
  }
}

/**
 * The logarithm of the sigmoid, `−ln(1 + e⁻ˣ)`, which does not underflow.
 *
 * @returns a blueprint for inputs of any shape
 * @example
 * using model = build(logSigmoid(), { input: [1] });
 * const y = model.forward(tensor2d([[0]]), inference()); // [[-0.693]]
 */
export function logSigmoid(): AnyRank {
  return elementwise('logSigmoid', [], () => new LogSigmoid());
}
