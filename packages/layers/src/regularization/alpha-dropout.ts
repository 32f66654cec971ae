import { type AnyRank, type Context, checkNumber, isTraining } from '@neurite/core';
import { clone, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { alphaDropped } from '../internal/alpha-dropped.js';
import { elementwise } from '../internal/elementwise.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The module of `alphaDropout`. */
export class AlphaDropout<T extends Tensor = Tensor> extends Tokenwise<T> {
  readonly rate: number;

  /**
   * @param options rate: the share of elements to drop, in [0, 1)
   * @throws ArgumentError when the rate is not in [0, 1)
   */
  constructor({ rate }: { readonly rate: number }) {
    super();
    checkNumber('alphaDropout', 'rate', rate, { atLeast: 0, below: 1 });
    this.rate = rate;
  }

  /**
   * @param x any shape
   * @param context in training its random key says which elements are dropped; else nothing is
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T, context: Context): T {
    const { rate } = this;
    if (!isTraining(this, context) || rate === 0) return clone(x);
    return tidy(() => alphaDropped(x, x.shape, [rate, context])) as T; // the shape of x
  }
}

/**
 * Dropout for networks of `selu`: in training each element becomes what selu gives for −∞ with probability `rate`, and all
 * are scaled and shifted so that a mean of 0 and a variance of 1 stay.
 *
 * @param rate the share to drop, in [0, 1)
 * @returns a blueprint for inputs of any shape
 * @throws ArgumentError when the rate is not in [0, 1)
 * @example
 * const network = sequential(dense(64), selu(), alphaDropout(0.1), dense(1));
 * using model = build(network, { input: [8], seed: 7 });
 * @see Klambauer et al., "Self-normalizing neural networks", 2017
 */
export function alphaDropout(rate: number): AnyRank {
  new AlphaDropout({ rate }); // so that a wrong rate is an error here, at the call
  return elementwise('alphaDropout', [rate], () => new AlphaDropout({ rate }));
}
