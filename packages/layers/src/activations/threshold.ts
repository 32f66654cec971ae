import { type AnyRank, checkNumber, resolveOptions } from '@neurite/core';
import { select } from '@neurite/core/operation';
import { fill, lessEqual, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The options of `threshold`. */
export type ThresholdOptions = {
  /** What is not above it is replaced. */
  readonly threshold: number;
  /** What replaces it. */
  readonly value: number;
};

/** The module of `threshold`. */
export class Threshold<T extends Tensor = Tensor> extends Tokenwise<T> {
  readonly threshold: number;
  readonly value: number;

  /** @throws ArgumentError when an option is not a number in its range, or unknown */
  constructor(options: ThresholdOptions) {
    super();
    const { threshold, value } = resolveOptions('threshold', options, {
      threshold: options?.threshold,
      value: options?.value,
    });
    checkNumber('threshold', 'threshold', threshold);
    checkNumber('threshold', 'value', value);
    this.threshold = threshold;
    this.value = value;
  }

  /**
   * @param x any shape
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T): T {
    return tidy(() => select(lessEqual(x, this.threshold), fill(x.shape, this.value), x) as T); // the shape of x
  }
}

/**
 * `x` where x > `threshold`, else `value`.
 *
 * @returns a blueprint for inputs of any shape
 * @throws ArgumentError when an option is not a number in its range, or unknown
 * @example
 * using model = build(threshold({ threshold: 0, value: 0 }), { input: [2] });
 * const y = model.forward(tensor2d([[-2, 3]]), inference()); // [[0, 3]]
 */
export function threshold(options: ThresholdOptions): AnyRank {
  new Threshold(options); // so that a wrong option is an error here, at the call
  return elementwise('threshold', [options], () => new Threshold(options));
}
