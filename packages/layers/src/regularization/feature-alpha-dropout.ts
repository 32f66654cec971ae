import { type AnyRank, type Context, checkNumber, isTraining } from '@neurite/core';
import { clone, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { alphaDropped } from '../internal/alpha-dropped.js';
import { elementwise } from '../internal/elementwise.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The module of `featureAlphaDropout`. */
export class FeatureAlphaDropout<T extends Tensor = Tensor> extends Tokenwise<T> {
  readonly rate: number;

  /**
   * @param options rate: the share of channels to drop, in [0, 1)
   * @throws ArgumentError when the rate is not in [0, 1)
   */
  constructor({ rate }: { readonly rate: number }) {
    super();
    checkNumber('featureAlphaDropout', 'rate', rate, { atLeast: 0, below: 1 });
    this.rate = rate;
  }

  /**
   * @param x any shape
   * @param context in training its random key says which channels are dropped; else nothing is
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T, context: Context): T {
    const { rate } = this;
    if (!isTraining(this, context) || rate === 0) return clone(x);
    return tidy(() => alphaDropped(x, channelsOf(x), [rate, context])) as T; // the shape of x
  }
}

/** One draw for each sample and channel. */
function channelsOf({ shape }: Tensor): number[] {
  return shape.map((size, axis) => (axis === 0 || axis === shape.length - 1 ? size : 1));
}

/**
 * `alphaDropout` of whole channels: in training each channel of a sample becomes what selu gives for −∞ with probability
 * `rate`, everywhere at once, and all are scaled and shifted so that a mean of 0 and a variance of 1 stay.
 *
 * @param rate the share to drop, in [0, 1)
 * @returns a blueprint for inputs of any shape, the last axis with the channels
 * @throws ArgumentError when the rate is not in [0, 1)
 * @example
 * const network = sequential(conv2d(8, 3), selu(), featureAlphaDropout(0.1), flatten(), dense(1));
 * using model = build(network, { input: [6, 6, 1], seed: 7 });
 * @see Klambauer et al., "Self-normalizing neural networks", 2017
 */
export function featureAlphaDropout(rate: number): AnyRank {
  new FeatureAlphaDropout({ rate }); // so that a wrong rate is an error here, at the call
  return elementwise('featureAlphaDropout', [rate], () => new FeatureAlphaDropout({ rate }));
}
