import { type AnyRank, defineAnyRank, tensorInput } from '@neurite/core';
import {
  add,
  cast,
  cumsum,
  div,
  greater,
  mul,
  range,
  relu,
  sub,
  sum,
  type Tensor,
  tidy,
  topk,
} from '@tensorflow/tfjs-core';
import { Tokenwise } from '../internal/tokenwise.js';

/** The module of `sparsemax`. */
export class Sparsemax<T extends Tensor = Tensor> extends Tokenwise<T> {
  /**
   * @param x [batch, …, classes]
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T): T {
    return tidy(() => {
      const classes = x.shape.at(-1)!;
      const { values } = topk(x, classes);
      // Those that stay: the k-th largest while 1 + k · x₍ₖ₎ is above the sum of the k largest.
      const stays = greater(add(mul(values, range(1, classes + 1)), 1), cumsum(values, values.rank - 1));
      const kept = cast(stays, 'float32');
      const threshold = div(sub(sum(mul(values, kept), -1, true), 1), sum(kept, -1, true));
      return relu(sub(x, threshold)) as T; // the shape of x
    });
  }
}

/**
 * The point among all distributions that is closest to x, over the last axis: as softmax, with exact zeros.
 *
 * @returns a blueprint for inputs of any shape with at least one axis besides the batch
 * @throws ShapeError from `outputSpec`, when there is no axis besides the batch
 * @example
 * using model = build(sparsemax(), { input: [3] });
 * const y = model.forward(tensor2d([[1, 0.5, -1]]), inference()); // [[0.75, 0.25, 0]]
 * @see Martins and Astudillo, "From softmax to sparsemax: a sparse model of attention and multi-label classification", 2016
 */
export function sparsemax(): AnyRank {
  return defineAnyRank('sparsemax', [], {
    outputSpec: (input) => tensorInput('sparsemax', input, { axes: ['…', 'classes'] }),
    build: <T extends Tensor>() => new Sparsemax<T>(),
  });
}
