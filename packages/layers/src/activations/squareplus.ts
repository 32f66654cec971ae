import { type AnyRank, checkNumber, resolveOptions } from '@neurite/core';
import { add, mul, sqrt, square, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The options of `squareplus`. */
export type SquareplusOptions = {
  /** How wide the bend is, of at least 0; 0 is relu. Default 4. */
  readonly b?: number;
};

/** The module of `squareplus`. */
export class Squareplus<T extends Tensor = Tensor> extends Tokenwise<T> {
  readonly b: number;

  /** @throws ArgumentError when an option is not a number in its range, or unknown */
  constructor(options: SquareplusOptions = {}) {
    super();
    const { b } = resolveOptions('squareplus', options, { b: 4 });
    checkNumber('squareplus', 'b', b, { atLeast: 0 });
    this.b = b;
  }

  /**
   * @param x any shape
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T): T {
    return tidy(() => mul(add(x, sqrt(add(square(x), this.b))), 0.5) as T); // the shape of x
  }
}

/**
 * A smooth relu without exponentials: `(x + √(x² + b)) / 2`.
 *
 * @returns a blueprint for inputs of any shape
 * @throws ArgumentError when an option is not a number in its range, or unknown
 * @example
 * using model = build(squareplus(), { input: [1] });
 * const y = model.forward(tensor2d([[0]]), inference()); // [[1]]
 * @see Barron, "Squareplus: a softplus-like algebraic rectifier", 2021
 */
export function squareplus(options: SquareplusOptions = {}): AnyRank {
  new Squareplus(options); // so that a wrong option is an error here, at the call
  return elementwise('squareplus', [options], () => new Squareplus(options));
}
