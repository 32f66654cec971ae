import { type AnyRank, checkNumber, resolveOptions } from '@neurite/core';
import { clipByValue, sub, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The options of `softShrink`. */
export type SoftShrinkOptions = {
  /** How far inputs move towards 0; of at least 0. Default 0.5. */
  readonly lambda?: number;
};

/** The module of `softShrink`. */
export class SoftShrink<T extends Tensor = Tensor> extends Tokenwise<T> {
  readonly lambda: number;

  /** @throws ArgumentError when an option is not a number in its range, or unknown */
  constructor(options: SoftShrinkOptions = {}) {
    super();
    const { lambda } = resolveOptions('softShrink', options, { lambda: 0.5 });
    checkNumber('softShrink', 'lambda', lambda, { atLeast: 0 });
    this.lambda = lambda;
  }

  /**
   * @param x any shape
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T): T {
    return tidy(() => sub(x, clipByValue(x, 0 - this.lambda, this.lambda)) as T); // the shape of x
  }
}

/**
 * Moves x towards 0 by `lambda`, and not beyond: `sign(x) · max(|x| − lambda, 0)`.
 *
 * @returns a blueprint for inputs of any shape
 * @throws ArgumentError when an option is not a number in its range, or unknown
 * @example
 * using model = build(softShrink(), { input: [2] });
 * const y = model.forward(tensor2d([[-2, 0.4]]), inference()); // [[-1.5, 0]]
 * @see Donoho, "De-noising by soft-thresholding", 1995
 */
export function softShrink(options: SoftShrinkOptions = {}): AnyRank {
  new SoftShrink(options); // so that a wrong option is an error here, at the call
  return elementwise('softShrink', [options], () => new SoftShrink(options));
}
