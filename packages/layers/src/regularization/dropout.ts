import { type AnyRank, type Context, checkNumber, isTraining, sizeOf } from '@neurite/core';
import { fusedDropout } from '@neurite/ops';
import { clone, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The module of `dropout`. */
export class Dropout<T extends Tensor = Tensor> extends Tokenwise<T> {
  readonly rate: number;

  /**
   * @param options rate: the share of elements to drop, in [0, 1)
   * @throws ArgumentError when the rate is not in [0, 1)
   */
  constructor({ rate }: { readonly rate: number }) {
    super();
    checkNumber('dropout', 'rate', rate, { atLeast: 0, below: 1 });
    this.rate = rate;
  }

  /**
   * @param x any shape
   * @param context in training its random key says which elements are dropped; else nothing is
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T, context: Context): T {
    if (!isTraining(this, context) || this.rate === 0) return clone(x);
    const { random, rows } = context;
    const offset = (rows?.first ?? 0) * sizeOf(x.shape.slice(1));
    return tidy(() => fusedDropout(x, { rate: this.rate, key: random.key(), offset }));
  }
}

/**
 * In training each element is dropped (becomes 0) with probability `rate`, and the others are divided by 1 − rate, so
 * that the expectation stays. Otherwise nothing changes.
 *
 * @param rate the share to drop, in [0, 1)
 * @returns a blueprint for inputs of any shape
 * @throws ArgumentError when the rate is not in [0, 1)
 * @example
 * using model = build(dropout(0.5), { input: [4] });
 * const training = { training: true, random: randomKeys(RandomStream.fromSeed(7)) };
 * const y = model.forward(ones([1, 4]), training); // some of them 0, the others 2
 * @see Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014
 */
export function dropout(rate: number): AnyRank {
  new Dropout({ rate }); // so that a wrong rate is an error here, at the call
  return elementwise('dropout', [rate], () => new Dropout({ rate }));
}
