import type { Joins } from '@neurite/core';
import { clone, mul, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { ElementwiseJoin, elementwiseJoin } from '../internal/elementwise-join.js';

/** The module of `multiply`. */
export class Multiply<T extends Tensor = Tensor> extends ElementwiseJoin<T> {
  protected override join(parts: readonly [T, ...T[]]): T {
    const [first, ...others] = parts;
    return tidy(() => others.reduce<T>((product, part) => mul(product, part), clone(first)));
  }
}

/**
 * The product of tensors, element by element: a gate, say.
 *
 * @returns a blueprint for lists and records of tensors of one shape, e.g. what `parallel` or `inputs` gives
 * @throws ShapeError from `outputSpec`, when the shapes or dtypes differ
 * @example
 * const network = sequential(parallel([dense(4), sequential(dense(4), sigmoid())]), multiply());
 * using model = build(network, { input: [3] });
 * const y = model.forward(ones([2, 3]), inference()); // [2, 4]
 */
export function multiply(): Joins {
  return elementwiseJoin('multiply', <T extends Tensor>() => new Multiply<T>());
}
