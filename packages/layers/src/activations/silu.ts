import { Module, type ShapePreservingBlueprint } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { fuses } from '../internal/fusion.js';
import { gated } from '../internal/gated.js';
import { shapePreserving } from '../internal/shape-preserving.js';

/** The module of `silu`. */
export class Silu<T extends Tensor = Tensor> extends Module<T, T> {
  constructor() {
    super();
    fuses(this, Silu, 'silu');
  }

  /**
   * @param x any shape with an axis at least
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T): T {
    return gated(x, 'silu');
  }
}

/**
 * Sigmoid linear unit, also called swish: `x / (1 + e⁻ˣ)`.
 *
 * @returns a blueprint for inputs of any shape
 * @example
 * using model = build(silu(), { inputShape: [1] });
 * const y = model.forward(tensor2d([[0]]), inference()); // [[0]]
 * @see Elfwing, Uchibe and Doya, "Sigmoid-weighted linear units for neural network function approximation in
 * reinforcement learning", 2017
 */
export function silu(): ShapePreservingBlueprint {
  return shapePreserving('silu', () => new Silu());
}
