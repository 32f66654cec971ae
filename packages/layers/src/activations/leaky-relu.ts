import { type AnyRank, checkNumber, resolveOptions } from '@neurite/core';
import { leakyRelu as rectify, type Tensor } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The options of `leakyRelu`. */
export type LeakyReluOptions = {
  /** The slope for negative inputs: a finite number. Default 0.01, as in PyTorch. */
  readonly negativeSlope?: number;
};

/** The module of `leakyRelu`. */
export class LeakyRelu<T extends Tensor = Tensor> extends Tokenwise<T> {
  readonly negativeSlope: number;

  /** @throws ArgumentError when the slope is not a finite number, or an option is unknown */
  constructor(options: LeakyReluOptions = {}) {
    super();
    const { negativeSlope } = resolveOptions('leakyRelu', options, { negativeSlope: 0.01 });
    checkNumber('leakyRelu', 'negativeSlope', negativeSlope);
    this.negativeSlope = negativeSlope;
  }

  /**
   * @param x any shape
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T): T {
    return rectify(x, this.negativeSlope);
  }
}

/**
 * Rectified linear unit that lets a little through: `x` where x > 0, else `negativeSlope · x`.
 *
 * @returns a blueprint for inputs of any shape
 * @throws ArgumentError when the slope is not a finite number, or an option is unknown
 * @example
 * using model = build(leakyRelu({ negativeSlope: 0.5 }), { input: [2] });
 * const y = model.forward(tensor2d([[-2, 2]]), inference()); // [[-1, 2]]
 * @see Maas, Hannun and Ng, "Rectifier nonlinearities improve neural network acoustic models", 2013
 */
export function leakyRelu(options: LeakyReluOptions = {}): AnyRank {
  new LeakyRelu(options); // so that a wrong slope is an error here, at the call
  return elementwise('leakyRelu', [options], () => new LeakyRelu(options));
}
