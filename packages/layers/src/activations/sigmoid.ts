import type { AnyRank } from '@neurite/core';
import { sigmoid as logistic, type Tensor } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { Tokenwise } from '../internal/tokenwise.js';
import type { FusedBefore } from '../wiring/fused-layer.js';

/** The module of `sigmoid`. */
export class Sigmoid<T extends Tensor = Tensor> extends Tokenwise<T> implements FusedBefore {
  /** A layer before it may apply it itself. */
  get fusedActivation(): 'sigmoid' {
    return 'sigmoid';
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
 * using model = build(sigmoid(), { input: [1] });
 * const y = model.forward(tensor2d([[0]]), inference()); // [[0.5]]
 */
export function sigmoid(): AnyRank {
  return elementwise('sigmoid', [], () => new Sigmoid());
}
