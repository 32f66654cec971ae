import { Module, type ShapePreservingBlueprint } from '@neurite/core';
import { relu as rectify, type Tensor } from '@tensorflow/tfjs-core';
import { fuses } from '../internal/fusion.js';
import { shapePreserving } from '../internal/shape-preserving.js';

/** The module of `relu`. */
export class Relu<T extends Tensor = Tensor> extends Module<T, T> {
  constructor() {
    super();
    fuses(this, Relu, 'relu');
  }

  /**
   * @param x any shape
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T): T {
    return rectify(x);
  }
}

/**
 * Rectified linear unit: `max(x, 0)`. The derivative at 0 is 0.
 *
 * @returns a blueprint for inputs of any shape
 * @example
 * using model = build(relu(), { inputShape: [3] });
 * const y = model.forward(tensor2d([[-1, 0, 2]]), inference()); // [[0, 0, 2]]
 * @see Nair and Hinton, "Rectified linear units improve restricted Boltzmann machines", 2010
 */
export function relu(): ShapePreservingBlueprint {
  return shapePreserving('relu', () => new Relu());
}
