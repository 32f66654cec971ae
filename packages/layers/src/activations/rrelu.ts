import { type AnyRank, type Context, checkNumber, isTraining, resolveOptions } from '@neurite/core';
import { add, leakyRelu, minimum, mul, relu, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { uniforms } from '../internal/random.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The options of `rrelu`. */
export type RreluOptions = {
  /** The least slope. Default 1/8. */
  readonly lower?: number;
  /** The greatest slope, of at least `lower`. Default 1/3. */
  readonly upper?: number;
};

/** The module of `rrelu`. */
export class Rrelu<T extends Tensor = Tensor> extends Tokenwise<T> {
  readonly lower: number;
  readonly upper: number;

  /** @throws ArgumentError when a slope is not a finite number, `upper` is below `lower`, or an option is unknown */
  constructor(options: RreluOptions = {}) {
    super();
    const { lower, upper } = resolveOptions('rrelu', options, { lower: 1 / 8, upper: 1 / 3 });
    checkNumber('rrelu', 'lower', lower);
    checkNumber('rrelu', 'upper', upper, { atLeast: lower });
    this.lower = lower;
    this.upper = upper;
  }

  /**
   * @param x any shape
   * @param context in training its random key draws the slopes; else they are their mean
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T, context: Context): T {
    const { lower, upper } = this;
    if (!isTraining(this, context)) return leakyRelu(x, (lower + upper) / 2);
    return tidy(() => {
      const drawn = uniforms({ shape: x.shape, random: context.random, first: context.rows?.first ?? 0 });
      const slopes = add(mul(drawn, upper - lower), lower);
      return add(relu(x), mul(minimum(x, 0), slopes)) as T; // the shape of x
    });
  }
}

/**
 * Rectified linear unit with random slopes for negative inputs: in training each element draws its own, uniform in
 * [`lower`, `upper`); otherwise it is the middle.
 *
 * @returns a blueprint for inputs of any shape
 * @throws ArgumentError when a slope is not a finite number, `upper` is below `lower`, or an option is unknown
 * @example
 * using model = build(rrelu({ lower: 0, upper: 1 }), { input: [2] });
 * const y = model.forward(tensor2d([[-2, 2]]), inference()); // [[-1, 2]]
 * @see Xu et al., "Empirical evaluation of rectified activations in convolutional network", 2015
 */
export function rrelu(options: RreluOptions = {}): AnyRank {
  new Rrelu(options); // so that a wrong slope is an error here, at the call
  return elementwise('rrelu', [options], () => new Rrelu(options));
}
