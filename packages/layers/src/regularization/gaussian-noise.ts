import { type AnyRank, type Context, checkNumber, isTraining } from '@neurite/core';
import { add, clone, mul, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { normals } from '../internal/random.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The module of `gaussianNoise`. */
export class GaussianNoise<T extends Tensor = Tensor> extends Tokenwise<T> {
  readonly standardDeviation: number;

  /** @throws ArgumentError when the standard deviation is not a finite number of at least 0 */
  constructor({ standardDeviation }: { readonly standardDeviation: number }) {
    super();
    checkNumber('gaussianNoise', 'standardDeviation', standardDeviation, { atLeast: 0 });
    this.standardDeviation = standardDeviation;
  }

  /**
   * @param x any shape
   * @param context in training its random keys draw the noise; else there is none
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T, context: Context): T {
    if (!isTraining(this, context) || this.standardDeviation === 0) return clone(x);
    return tidy(() => {
      const drawn = normals({ shape: x.shape, random: context.random, first: context.rows?.first ?? 0 });
      return add(x, mul(drawn, this.standardDeviation)) as T; // the shape of x
    });
  }
}

/**
 * In training adds a draw of the normal distribution with mean 0 to each element. Otherwise nothing changes.
 *
 * @param standardDeviation a finite number of at least 0
 * @returns a blueprint for inputs of any shape
 * @throws ArgumentError when the standard deviation is not a finite number of at least 0
 * @example
 * using model = build(gaussianNoise(0.1), { input: [4] });
 * const training = { training: true, random: randomKeys(RandomStream.fromSeed(7)) };
 * const y = model.forward(ones([1, 4]), training); // all near 1
 * @see Bishop, "Training with noise is equivalent to Tikhonov regularization", 1995
 */
export function gaussianNoise(standardDeviation: number): AnyRank {
  new GaussianNoise({ standardDeviation }); // so that a wrong one is an error here, at the call
  return elementwise('gaussianNoise', [standardDeviation], () => new GaussianNoise({ standardDeviation }));
}
