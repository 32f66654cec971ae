import type { AnyRank } from '@neurite/core';
import { relu as rectify, type Tensor } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { Tokenwise } from '../internal/tokenwise.js';
import type { FusedBefore } from '../wiring/fused-layer.js';

/** The module of `relu`. */
export class Relu<T extends Tensor = Tensor> extends Tokenwise<T> implements FusedBefore {
  /** A layer before it may apply it itself. */
  get fusedActivation(): 'relu' {
    return 'relu';
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
 * using model = build(relu(), { input: [3] });
 * const y = model.forward(tensor2d([[-1, 0, 2]]), inference()); // [[0, 0, 2]]
 * @see Nair and Hinton, "Rectified linear units improve restricted Boltzmann machines", 2010
 */
export function relu(): AnyRank {
  return elementwise('relu', [], () => new Relu());
}
