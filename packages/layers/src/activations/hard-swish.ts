import type { AnyRank } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { gated } from '../internal/gated.js';
import { Tokenwise } from '../internal/tokenwise.js';
import type { FusedBefore } from '../wiring/fused-layer.js';

/** The module of `hardSwish`. */
export class HardSwish<T extends Tensor = Tensor> extends Tokenwise<T> implements FusedBefore {
  /** A layer before it may apply it itself. */
  get fusedActivation(): 'hardSwish' {
    return 'hardSwish';
  }

  /**
   * @param x any shape
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T): T {
    return gated(x, 'hardSwish');
  }
}

/**
 * Silu with a hard sigmoid: `x · min(max(x / 6 + 1/2, 0), 1)`. Keras calls it hard silu, too.
 *
 * @returns a blueprint for inputs of any shape
 * @example
 * using model = build(hardSwish(), { input: [2] });
 * const y = model.forward(tensor2d([[-9, 3]]), inference()); // [[0, 3]]
 * @see Howard et al., "Searching for MobileNetV3", 2019
 */
export function hardSwish(): AnyRank {
  return elementwise('hardSwish', [], () => new HardSwish());
}
