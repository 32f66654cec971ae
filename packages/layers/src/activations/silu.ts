import type { AnyRank } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { gated } from '../internal/gated.js';
import { Tokenwise } from '../internal/tokenwise.js';
import type { FusedBefore } from '../wiring/fused-layer.js';

/** The module of `silu`. */
export class Silu<T extends Tensor = Tensor> extends Tokenwise<T> implements FusedBefore {
  /** A layer before it may apply it itself. */
  get fusedActivation(): 'silu' {
    return 'silu';
  }

  /**
   * @param x any shape with at least one axis
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
 * using model = build(silu(), { input: [1] });
 * const y = model.forward(tensor2d([[0]]), inference()); // [[0]]
 * @see Elfwing, Uchibe and Doya, "Sigmoid-weighted linear units for neural network function approximation in
 * reinforcement learning", 2017
 */
export function silu(): AnyRank {
  return elementwise('silu', [], () => new Silu());
}
