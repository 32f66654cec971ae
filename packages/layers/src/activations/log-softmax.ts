import { type AnyRank, defineAnyRank, tensorInput } from '@neurite/core';
import { logSoftmax as normalizedLogarithm, type Tensor } from '@tensorflow/tfjs-core';
import { Tokenwise } from '../internal/tokenwise.js';

/** The module of `logSoftmax`. */
export class LogSoftmax<T extends Tensor = Tensor> extends Tokenwise<T> {
  /**
   * @param x [batch, …, classes]
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T): T {
    return normalizedLogarithm(x) as T; // the shape of x
  }
}

/**
 * The logarithm of softmax over the last axis: `yᵢ = xᵢ − ln Σⱼ eˣʲ`, which does not underflow.
 *
 * @returns a blueprint for inputs of any shape with at least one axis besides the batch
 * @throws ShapeError from `outputSpec`, when there is no axis besides the batch
 * @example
 * using model = build(logSoftmax(), { input: [2] });
 * const y = model.forward(tensor2d([[5, 5]]), inference()); // [[-0.693, -0.693]]
 */
export function logSoftmax(): AnyRank {
  return defineAnyRank('logSoftmax', [], {
    outputSpec: (input) => tensorInput('logSoftmax', input, { axes: ['…', 'classes'] }),
    build: <T extends Tensor>() => new LogSoftmax<T>(),
  });
}
