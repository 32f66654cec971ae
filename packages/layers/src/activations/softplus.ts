import { type AnyRank, checkNumber, resolveOptions } from '@neurite/core';
import { div, mul, softplus as smooth, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The options of `softplus`. */
export type SoftplusOptions = {
  /** How sharp the bend is, above 0. Default 1. */
  readonly beta?: number;
};

/** The module of `softplus`. */
export class Softplus<T extends Tensor = Tensor> extends Tokenwise<T> {
  readonly beta: number;

  /** @throws ArgumentError when an option is not a number in its range, or unknown */
  constructor(options: SoftplusOptions = {}) {
    super();
    const { beta } = resolveOptions('softplus', options, { beta: 1 });
    checkNumber('softplus', 'beta', beta, { above: 0 });
    this.beta = beta;
  }

  /**
   * @param x any shape
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T): T {
    if (this.beta === 1) return smooth(x);
    return tidy(() => div(smooth(mul(x, this.beta)), this.beta) as T); // the shape of x
  }
}

/**
 * A smooth relu: `ln(1 + e^(beta · x)) / beta`. Large inputs do not overflow.
 *
 * @returns a blueprint for inputs of any shape
 * @throws ArgumentError when an option is not a number in its range, or unknown
 * @example
 * using model = build(softplus(), { input: [1] });
 * const y = model.forward(tensor2d([[0]]), inference()); // [[0.693]]
 * @see Dugas et al., "Incorporating second-order functional knowledge for better option pricing", 2001
 */
export function softplus(options: SoftplusOptions = {}): AnyRank {
  new Softplus(options); // so that a wrong option is an error here, at the call
  return elementwise('softplus', [options], () => new Softplus(options));
}
