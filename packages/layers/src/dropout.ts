import { ArgumentError, type Context, keyTensor, Module, type ShapePreservingBlueprint } from '@neurite/core';
import { fusedDropout } from '@neurite/ops';
import { clone, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { shapePreserving } from './internal/shape-preserving.js';

const WORDS = 2 ** 32;

/** The module of `dropout`. */
export class Dropout<T extends Tensor = Tensor> extends Module<T, T> {
  readonly rate: number;

  /**
   * @param options rate: the share of numbers to drop, in [0, 1)
   * @throws ArgumentError when the rate is not in [0, 1)
   */
  constructor({ rate }: { readonly rate: number }) {
    super();
    if (!(rate >= 0 && rate < 1)) {
      throw new ArgumentError({
        where: 'dropout',
        argument: 'rate',
        expected: 'be at least 0 and below 1',
        received: String(rate),
      });
    }
    this.rate = rate;
  }

  /**
   * @param x any shape
   * @param context in training two words are drawn, which decide what is dropped; else nothing is
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T, { training, random }: Context): T {
    if (!training || this.rate === 0) return clone(x);
    return tidy(() => {
      const key = keyTensor([random.integer(WORDS), random.integer(WORDS)]);
      return fusedDropout(x, { rate: this.rate, key });
    });
  }
}

/**
 * In training each number is dropped (becomes 0) with probability `rate`, and the others are divided by 1 − rate, so
 * that the expectation stays. Otherwise nothing changes.
 *
 * @param rate the share to drop, in [0, 1)
 * @returns a blueprint for inputs of any shape
 * @throws ArgumentError when the rate is not in [0, 1)
 * @example
 * using model = build(dropout(0.5), { inputShape: [4] });
 * const training = { training: true, random: RandomStream.fromSeed(7) };
 * const y = model.forward(ones([1, 4]), training); // some of them 0, the others 2
 * @see Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014
 */
export function dropout(rate: number): ShapePreservingBlueprint {
  new Dropout({ rate }); // so that a wrong rate is an error here, at the call
  return shapePreserving('dropout', () => new Dropout({ rate }));
}
