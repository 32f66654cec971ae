import { type AnyRank, defineAnyRank, tensorInput } from '@neurite/core';
import { clone, type Tensor } from '@tensorflow/tfjs-core';
import { Tokenwise } from '../internal/tokenwise.js';

/** The module of `identity`. */
export class Identity<T extends Tensor = Tensor> extends Tokenwise<T> {
  /**
   * @param x any shape and dtype
   * @returns a new tensor with the numbers of `x`, owned by the caller
   */
  override forward(x: T): T {
    return clone(x);
  }
}

/**
 * Gives what it takes: the branch of a `parallel` that keeps its input.
 *
 * @returns a blueprint for inputs of any shape and dtype
 * @example
 * const skip = sequential(parallel([identity(), dense(4)]), concatenate());
 * using model = build(skip, { input: [3] }); // gives [7]
 */
export function identity(): AnyRank {
  return defineAnyRank('identity', [], {
    outputSpec: (input) => tensorInput('identity', input, { dtype: 'any' }),
    build: <T extends Tensor>() => new Identity<T>(),
  });
}
