import { type AnyRank, checkNumber, resolveOptions } from '@neurite/core';
import { select } from '@neurite/core/operation';
import { abs, lessEqual, type Tensor, tidy, zerosLike } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The options of `hardShrink`. */
export type HardShrinkOptions = {
  /** What is closer to 0 becomes 0; of at least 0. Default 0.5. */
  readonly lambda?: number;
};

/** The module of `hardShrink`. */
export class HardShrink<T extends Tensor = Tensor> extends Tokenwise<T> {
  readonly lambda: number;

  /** @throws ArgumentError when an option is not a number in its range, or unknown */
  constructor(options: HardShrinkOptions = {}) {
    super();
    const { lambda } = resolveOptions('hardShrink', options, { lambda: 0.5 });
    checkNumber('hardShrink', 'lambda', lambda, { atLeast: 0 });
    this.lambda = lambda;
  }

  /**
   * @param x any shape
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T): T {
    return tidy(() => select(lessEqual(abs(x), this.lambda), zerosLike(x), x) as T); // the shape of x
  }
}

/**
 * `x` where |x| > `lambda`, else 0.
 *
 * @returns a blueprint for inputs of any shape
 * @throws ArgumentError when an option is not a number in its range, or unknown
 * @example
 * using model = build(hardShrink(), { input: [2] });
 * const y = model.forward(tensor2d([[-2, 0.4]]), inference()); // [[-2, 0]]
 * @see Donoho and Johnstone, "Ideal spatial adaptation by wavelet shrinkage", 1994
 */
export function hardShrink(options: HardShrinkOptions = {}): AnyRank {
  new HardShrink(options); // so that a wrong option is an error here, at the call
  return elementwise('hardShrink', [options], () => new HardShrink(options));
}
