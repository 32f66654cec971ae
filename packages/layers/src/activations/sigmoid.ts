import { Module, type ShapePreservingBlueprint } from '@neurite/core';
import { sigmoid as logistic, type Tensor } from '@tensorflow/tfjs-core';
import { fuses } from '../internal/fusion.js';
import { shapePreserving } from '../internal/shape-preserving.js';

/** The module of `sigmoid`. */
export class Sigmoid<T extends Tensor = Tensor> extends Module<T, T> {
  constructor() {
    super();
    fuses(this, Sigmoid, 'sigmoid');
  }

  /**
   * @param x any shape
   * @returns a new tensor of the same shape with values in [0, 1], owned by the caller
   */
  override forward(x: T): T {
    return logistic(x);
  }
}

/**
 * Logistic function: `1 / (1 + e⁻ˣ)`.
 *
 * For a network that is trained with a cross entropy, leave it out: the losses take logits.
 *
 * @returns a blueprint for inputs of any shape
 * @example
 * using model = build(sigmoid(), { inputShape: [1] });
 * const y = model.forward(tensor2d([[0]]), inference()); // [[0.5]]
 */
export function sigmoid(): ShapePreservingBlueprint {
  return shapePreserving('sigmoid', () => new Sigmoid());
}
