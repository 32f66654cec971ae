import { type AnyRank, type Context, checkNumber, isTraining } from '@neurite/core';
import { add, clone, mul, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { normals } from '../internal/random.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The module of `gaussianDropout`. */
export class GaussianDropout<T extends Tensor = Tensor> extends Tokenwise<T> {
  readonly rate: number;

  /** @throws ArgumentError when the rate is not in [0, 1) */
  constructor({ rate }: { readonly rate: number }) {
    super();
    checkNumber('gaussianDropout', 'rate', rate, { atLeast: 0, below: 1 });
    this.rate = rate;
  }

  /**
   * @param x any shape
   * @param context in training its random keys draw the factors; else they are 1
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T, context: Context): T {
    const { rate } = this;
    if (!isTraining(this, context) || rate === 0) return clone(x);
    return tidy(() => {
      const drawn = normals({ shape: x.shape, random: context.random, first: context.rows?.first ?? 0 });
      return mul(x, add(mul(drawn, Math.sqrt(rate / (1 - rate))), 1)) as T; // the shape of x
    });
  }
}

/**
 * In training multiplies each element with a draw of the normal distribution with mean 1 and variance rate / (1 − rate), as
 * great as that of `dropout(rate)`. Otherwise nothing changes.
 *
 * @param rate in [0, 1)
 * @returns a blueprint for inputs of any shape
 * @throws ArgumentError when the rate is not in [0, 1)
 * @example
 * using model = build(gaussianDropout(0.1), { input: [4] });
 * const training = { training: true, random: randomKeys(RandomStream.fromSeed(7)) };
 * const y = model.forward(ones([1, 4]), training); // around 1
 * @see Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014, section 10
 */
export function gaussianDropout(rate: number): AnyRank {
  new GaussianDropout({ rate }); // so that a wrong rate is an error here, at the call
  return elementwise('gaussianDropout', [rate], () => new GaussianDropout({ rate }));
}
