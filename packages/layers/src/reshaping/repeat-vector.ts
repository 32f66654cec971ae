import {
  type Blueprint,
  checkInteger,
  defineLayer,
  formatShape,
  Module,
  ShapeError,
  spec,
  tensorInput,
} from '@neurite/core';
import { expandDims, type Tensor2D, type Tensor3D, tidy, tile } from '@tensorflow/tfjs-core';
import { lastSize } from '../internal/sizes.js';

/** The module of `repeatVector`. */
export class RepeatVector extends Module<Tensor2D, Tensor3D> {
  readonly count: number;

  /** @throws ArgumentError when the count is not an integer of at least 1 */
  constructor({ count }: { readonly count: number }) {
    super();
    checkInteger('repeatVector', 'count', count, { min: 1 });
    this.count = count;
  }

  /**
   * @param x [batch, features]
   * @returns a new tensor [batch, count, features], owned by the caller
   * @throws ShapeError when `x` has another rank
   */
  override forward(x: Tensor2D): Tensor3D {
    const shape: readonly number[] = x.shape;
    if (shape.length !== 2) {
      const expected = 'have shape [batch, features]';
      throw new ShapeError({ where: 'repeatVector', argument: 'x', expected, received: formatShape(shape) });
    }
    return tidy(() => tile(expandDims(x, 1) as Tensor3D, [1, this.count, 1])); // of rank 3
  }
}

/**
 * The same features in each step of a sequence: what an encoder gives, as the input of a decoder.
 *
 * @param count the number of steps: an integer of at least 1
 * @returns a blueprint that takes [features] to [count, features]
 * @throws ArgumentError when the count is not an integer of at least 1
 * @throws ShapeError from `outputSpec`, when the input is not [features]
 * @example
 * const coder = sequential(lstm(4), repeatVector(10), lstm(3, { returnSequences: true }));
 * using model = build(coder, { input: [10, 3], seed: 7 });
 */
export function repeatVector(count: number): Blueprint<Tensor2D, Tensor3D> {
  new RepeatVector({ count }); // so that a wrong count is an error here, at the call
  return defineLayer('repeatVector', [count], {
    outputSpec: (input) => spec([count, lastSize(tensorInput('repeatVector', input, { axes: ['features'] }))]),
    build: () => new RepeatVector({ count }),
  });
}
