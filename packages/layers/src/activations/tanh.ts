import type { AnyRank } from '@neurite/core';
import { type Tensor, tanh as tangent } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { Tokenwise } from '../internal/tokenwise.js';
import type { FusedBefore } from '../wiring/fused-layer.js';

/** The module of `tanh`. */
export class Tanh<T extends Tensor = Tensor> extends Tokenwise<T> implements FusedBefore {
  /** A layer before it may apply it itself. */
  get fusedActivation(): 'tanh' {
    return 'tanh';
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
 * using model = build(tanh(), { input: [1] });
 * const y = model.forward(tensor2d([[0]]), inference()); // [[0]]
 */
export function tanh(): AnyRank {
  return elementwise('tanh', [], () => new Tanh());
}
