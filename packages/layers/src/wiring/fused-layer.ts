import type { FusedActivation } from '@neurite/ops';
import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * A module that can end its forward pass with an activation in one kernel. In a `sequential`, the forward pass of the
 * activation after it is left out then.
 */
export type FusedLayer<In extends Tensor = Tensor, Out extends Tensor = Tensor> = {
  /** @returns `activation(forward(x))`, owned by the caller; undefined where there is no kernel for the two */
  forwardWith(x: In, activation: FusedActivation): Out | undefined;
};

/** A module that is one of the activations that a layer before it may apply itself. */
export type FusedBefore = { readonly fusedActivation: FusedActivation };
