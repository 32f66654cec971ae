import { type AnyRank, type Context, checkNumber, isTraining } from '@neurite/core';
import { clone, mul, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { kept } from '../internal/kept.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The module of `stochasticDepth`. */
export class StochasticDepth<T extends Tensor = Tensor> extends Tokenwise<T> {
  readonly rate: number;

  /** @throws ArgumentError when the rate is not in [0, 1) */
  constructor({ rate }: { readonly rate: number }) {
    super();
    checkNumber('stochasticDepth', 'rate', rate, { atLeast: 0, below: 1 });
    this.rate = rate;
  }

  /**
   * @param x any shape
   * @param context in training its random key says which samples are dropped; else none is
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T, context: Context): T {
    if (!isTraining(this, context) || this.rate === 0) return clone(x);
    return tidy(() => {
      const samples = x.shape.map((size, axis) => (axis === 0 ? size : 1));
      return mul(x, kept(samples, this.rate, context)) as T; // the shape of x
    });
  }
}

/**
 * Drops whole samples: in training each becomes 0 with probability `rate`, and the others are divided by 1 − rate. At the end
 * of a branch it leaves the residual connection alone for some samples, so that the network is shallower for them.
 *
 * @param rate the share of samples, in [0, 1)
 * @returns a blueprint for inputs of any shape
 * @throws ArgumentError when the rate is not in [0, 1)
 * @example
 * const block = residual(sequential(layerNorm(), dense(8), stochasticDepth(0.1)));
 * using model = build(block, { input: [8], seed: 7 });
 * @see Huang et al., "Deep networks with stochastic depth", 2016
 */
export function stochasticDepth(rate: number): AnyRank {
  new StochasticDepth({ rate }); // so that a wrong rate is an error here, at the call
  return elementwise('stochasticDepth', [rate], () => new StochasticDepth({ rate }));
}
