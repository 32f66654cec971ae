import { type AnyRank, checkNumber, resolveOptions } from '@neurite/core';
import { clipByValue, greater, less, logicalAnd, type Tensor, tidy, where } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { stopGradient } from '../internal/stop-gradient.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The options of `hardTanh`. */
export type HardTanhOptions = {
  /** The smallest output. Default −1. */
  readonly min?: number;
  /** The largest output, above `min`. Default 1. */
  readonly max?: number;
};

/** The module of `hardTanh`. */
export class HardTanh<T extends Tensor = Tensor> extends Tokenwise<T> {
  readonly min: number;
  readonly max: number;

  /** @throws ArgumentError when an option is not a number in its range, or unknown */
  constructor(options: HardTanhOptions = {}) {
    super();
    const { min, max } = resolveOptions('hardTanh', options, { min: -1, max: 1 });
    checkNumber('hardTanh', 'min', min);
    checkNumber('hardTanh', 'max', max, { above: min });
    this.min = min;
    this.max = max;
  }

  /**
   * @param x any shape
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T): T {
    return tidy(() => {
      // At a kink the gradient is 0, that of `clipByValue` is not.
      const inside = logicalAnd(greater(x, this.min), less(x, this.max));
      return where(inside, x, stopGradient(clipByValue(x, this.min, this.max))) as T; // the shape of x
    });
  }
}

/**
 * `min` below it, `max` above it, and `x` between.
 *
 * @returns a blueprint for inputs of any shape
 * @throws ArgumentError when an option is not a number in its range, or unknown
 * @example
 * using model = build(hardTanh(), { input: [2] });
 * const y = model.forward(tensor2d([[-2, 0.5]]), inference()); // [[-1, 0.5]]
 * @see Collobert, "Large scale machine learning", 2004
 */
export function hardTanh(options: HardTanhOptions = {}): AnyRank {
  new HardTanh(options); // so that a wrong option is an error here, at the call
  return elementwise('hardTanh', [options], () => new HardTanh(options));
}
