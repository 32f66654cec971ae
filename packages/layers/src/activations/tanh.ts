import { Module, type ShapePreservingBlueprint } from '@neurite/core';
import { type Tensor, tanh as tangent } from '@tensorflow/tfjs-core';
import { fuses } from '../internal/fusion.js';
import { shapePreserving } from '../internal/shape-preserving.js';

/** The module of `tanh`. */
export class Tanh<T extends Tensor = Tensor> extends Module<T, T> {
  constructor() {
    super();
    fuses(this, Tanh, 'tanh');
  }

  /**
   * @param x any shape
   * @returns a new tensor of the same shape with values in [-1, 1], owned by the caller
   */
  override forward(x: T): T {
    return tangent(x);
  }
}

/**
 * Hyperbolic tangent: `(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)`.
 *
 * @returns a blueprint for inputs of any shape
 * @example
 * using model = build(tanh(), { inputShape: [1] });
 * const y = model.forward(tensor2d([[0]]), inference()); // [[0]]
 */
export function tanh(): ShapePreservingBlueprint {
  return shapePreserving('tanh', () => new Tanh());
}
