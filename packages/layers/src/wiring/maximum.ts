import type { Joins } from '@neurite/core';
import { clone, maximum as larger, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { ElementwiseJoin, elementwiseJoin } from '../internal/elementwise-join.js';

/** The module of `maximum`. */
export class Maximum<T extends Tensor = Tensor> extends ElementwiseJoin<T> {
  protected override join([first, ...rest]: readonly [T, ...T[]]): T {
    return tidy(() => rest.reduce((most, next) => larger(most, next) as T, clone(first))); // the same shape
  }
}

/**
 * The largest of several tensors, element by element.
 *
 * @returns a blueprint for lists and records of tensors of one shape, e.g. what `parallel` or `inputs` gives
 * @throws ShapeError from `outputSpec`, when the shapes or dtypes differ
 * @example
 * const network = sequential(parallel([dense(4), dense(4)]), maximum());
 * using model = build(network, { input: [3] });
 * const y = model.forward(ones([2, 3]), inference()); // [2, 4]
 */
export function maximum(): Joins {
  return elementwiseJoin('maximum', <T extends Tensor>() => new Maximum<T>());
}
