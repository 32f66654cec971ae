import { ArgumentError, Module, type ShapePreservingBlueprint } from '@neurite/core';
import { leakyRelu as rectify, type Tensor } from '@tensorflow/tfjs-core';
import { shapePreserving } from '../internal/shape-preserving.js';

/** The options of `leakyRelu`. */
export type LeakyReluOptions = {
  /** The slope for negative inputs: a finite number. Default 0.01, as in PyTorch. */
  readonly negativeSlope?: number;
};

/** The module of `leakyRelu`. */
export class LeakyRelu<T extends Tensor = Tensor> extends Module<T, T> {
  readonly negativeSlope: number;

  /** @throws ArgumentError when the slope is not a finite number */
  constructor({ negativeSlope = 0.01 }: LeakyReluOptions = {}) {
    super();
    if (!Number.isFinite(negativeSlope)) {
      throw new ArgumentError({
        where: 'leakyRelu',
        argument: 'negativeSlope',
        expected: 'be a finite number',
        received: String(negativeSlope),
      });
    }
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
 * @throws ArgumentError when the slope is not a finite number
 * @example
 * using model = build(leakyRelu({ negativeSlope: 0.5 }), { inputShape: [2] });
 * const y = model.forward(tensor2d([[-2, 2]]), inference()); // [[-1, 2]]
 * @see Maas, Hannun and Ng, "Rectifier nonlinearities improve neural network acoustic models", 2013
 */
export function leakyRelu(options: LeakyReluOptions = {}): ShapePreservingBlueprint {
  new LeakyRelu(options); // so that a wrong slope is an error here, at the call
  return shapePreserving('leakyRelu', () => new LeakyRelu(options));
}
