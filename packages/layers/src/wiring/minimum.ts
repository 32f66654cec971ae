import type { Joins } from '@neurite/core';
import { clone, minimum as smaller, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { ElementwiseJoin, elementwiseJoin } from '../internal/elementwise-join.js';

/** The module of `minimum`. */
export class Minimum<T extends Tensor = Tensor> extends ElementwiseJoin<T> {
  protected override join([first, ...rest]: readonly [T, ...T[]]): T {
    return tidy(() => rest.reduce((most, next) => smaller(most, next) as T, clone(first))); // the same shape
  }
}

/**
 * The smallest of several tensors, element by element.
 *
 * @returns a blueprint for lists and records of tensors of one shape, e.g. what `parallel` or `inputs` gives
 * @throws ShapeError from `outputSpec`, when the shapes or dtypes differ
 * @example
 * const network = sequential(parallel([dense(4), dense(4)]), minimum());
 * using model = build(network, { input: [3] });
 * const y = model.forward(ones([2, 3]), inference()); // [2, 4]
 */
export function minimum(): Joins {
  return elementwiseJoin('minimum', <T extends Tensor>() => new Minimum<T>());
}
