import { type AnyRank, checkNumber, resolveOptions } from '@neurite/core';
import { div, elu as exponential, mul, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The options of `celu`. */
export type CeluOptions = {
  /** The limit for large negative inputs is −alpha; above 0. Default 1. */
  readonly alpha?: number;
};

/** The module of `celu`. */
export class Celu<T extends Tensor = Tensor> extends Tokenwise<T> {
  readonly alpha: number;

  /** @throws ArgumentError when an option is not a number in its range, or unknown */
  constructor(options: CeluOptions = {}) {
    super();
    const { alpha } = resolveOptions('celu', options, { alpha: 1 });
    checkNumber('celu', 'alpha', alpha, { above: 0 });
    this.alpha = alpha;
  }

  /**
   * @param x any shape
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T): T {
    return tidy(() => mul(exponential(div(x, this.alpha)), this.alpha) as T); // the shape of x
  }
}

/**
 * Continuously differentiable exponential linear unit: `x` where x > 0, else `alpha · (e^(x / alpha) − 1)`.
 *
 * @returns a blueprint for inputs of any shape
 * @throws ArgumentError when an option is not a number in its range, or unknown
 * @example
 * using model = build(celu(), { input: [2] });
 * const y = model.forward(tensor2d([[-1, 2]]), inference()); // [[-0.632, 2]]
 * @see Barron, "Continuously differentiable exponential linear units", 2017
 */
export function celu(options: CeluOptions = {}): AnyRank {
  new Celu(options); // so that a wrong option is an error here, at the call
  return elementwise('celu', [options], () => new Celu(options));
}
