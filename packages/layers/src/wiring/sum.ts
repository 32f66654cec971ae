import type { Joins } from '@neurite/core';
import { addN, clone, type Tensor } from '@tensorflow/tfjs-core';
import { ElementwiseJoin, elementwiseJoin } from '../internal/elementwise-join.js';

/** The module of `sum`. */
export class Sum<T extends Tensor = Tensor> extends ElementwiseJoin<T> {
  protected override join(parts: readonly [T, ...T[]]): T {
    return parts.length === 1 ? clone(parts[0]) : addN([...parts]);
  }
}

/**
 * The sum of tensors, element by element.
 *
 * @returns a blueprint for lists and records of tensors of one shape, e.g. what `parallel` or `inputs` gives
 * @throws ShapeError from `outputSpec`, when the shapes or dtypes differ
 * @example
 * const network = sequential(parallel([dense(4), sequential(dense(4), sigmoid())]), sum());
 * using model = build(network, { input: [3] });
 * const y = model.forward(ones([2, 3]), inference()); // [2, 4]
 */
export function sum(): Joins {
  return elementwiseJoin('sum', <T extends Tensor>() => new Sum<T>());
}
