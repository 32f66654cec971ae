import type { Joins } from '@neurite/core';
import { addN, mul, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { ElementwiseJoin, elementwiseJoin } from '../internal/elementwise-join.js';

/** The module of `average`. */
export class Average<T extends Tensor = Tensor> extends ElementwiseJoin<T> {
  protected override join(parts: readonly [T, ...T[]]): T {
    return tidy(() => mul<T>(addN([...parts]), 1 / parts.length));
  }
}

/**
 * The mean of tensors, element by element.
 *
 * @returns a blueprint for lists and records of tensors of one shape, e.g. what `parallel` or `inputs` gives
 * @throws ShapeError from `outputSpec`, when the shapes or dtypes differ
 * @example
 * const network = sequential(parallel([dense(4), sequential(dense(4), sigmoid())]), average());
 * using model = build(network, { input: [3] });
 * const y = model.forward(ones([2, 3]), inference()); // [2, 4]
 */
export function average(): Joins {
  return elementwiseJoin('average', <T extends Tensor>() => new Average<T>());
}
