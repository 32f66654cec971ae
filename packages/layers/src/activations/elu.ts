import { type AnyRank, checkNumber, resolveOptions } from '@neurite/core';
import { add, elu as exponential, minimum, mul, relu, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The options of `elu`. */
export type EluOptions = {
  /** The limit for large negative inputs is −alpha; above 0. Default 1. */
  readonly alpha?: number;
};

/** The module of `elu`. */
export class Elu<T extends Tensor = Tensor> extends Tokenwise<T> {
  readonly alpha: number;

  /** @throws ArgumentError when an option is not a number in its range, or unknown */
  constructor(options: EluOptions = {}) {
    super();
    const { alpha } = resolveOptions('elu', options, { alpha: 1 });
    checkNumber('elu', 'alpha', alpha, { above: 0 });
    this.alpha = alpha;
  }

  /**
   * @param x any shape
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T): T {
    if (this.alpha === 1) return exponential(x);
    return tidy(() => add(relu(x), mul(exponential(minimum(x, 0)), this.alpha)) as T); // the shape of x
  }
}

/**
 * Exponential linear unit: `x` where x > 0, else `alpha · (eˣ − 1)`.
 *
 * @returns a blueprint for inputs of any shape
 * @throws ArgumentError when an option is not a number in its range, or unknown
 * @example
 * using model = build(elu(), { input: [2] });
 * const y = model.forward(tensor2d([[-1, 2]]), inference()); // [[-0.632, 2]]
 * @see Clevert, Unterthiner and Hochreiter, "Fast and accurate deep network learning by exponential linear units", 2015
 */
export function elu(options: EluOptions = {}): AnyRank {
  new Elu(options); // so that a wrong option is an error here, at the call
  return elementwise('elu', [options], () => new Elu(options));
}
