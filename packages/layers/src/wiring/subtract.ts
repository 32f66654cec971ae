import { ArgumentError, defineJoins, type Joins } from '@neurite/core';
import { sub, type Tensor } from '@tensorflow/tfjs-core';
import { ElementwiseJoin } from '../internal/elementwise-join.js';
import { meet, partsOf, refuseParts } from '../internal/meet.js';

/** The module of `subtract`. */
export class Subtract<T extends Tensor = Tensor> extends ElementwiseJoin<T> {
  protected override join(parts: readonly [T, ...T[]]): T {
    const [first, second, ...more] = parts;
    if (second !== undefined && more.length === 0) return sub(first, second) as T; // of one shape
    throw new ArgumentError({
      where: 'subtract',
      argument: 'x',
      expected: 'have two tensors',
      received: String(parts.length),
    });
  }
}

/**
 * The first of two tensors minus the second, element by element.
 *
 * @returns a blueprint for lists and records of two tensors of one shape
 * @throws ShapeError from `outputSpec`, when there are not two, or their shapes or dtypes differ
 * @example
 * const network = sequential(parallel([dense(4), dense(4)]), subtract());
 * using model = build(network, { input: [3] });
 * const y = model.forward(ones([2, 3]), inference()); // [2, 4]
 */
export function subtract(): Joins {
  return defineJoins('subtract', [], {
    outputSpec: (input) => {
      const parts = partsOf('subtract', input);
      const both = parts.length === 2 ? meet(parts) : undefined;
      return both ?? refuseParts('subtract', 'have two tensors of one shape and dtype', input);
    },
    build: <T extends Tensor>() => new Subtract<T>(),
  });
}
