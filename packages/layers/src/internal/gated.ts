import { type FusedActivation, fusedBiasActivation } from '@neurite/ops';
import { type Tensor, tidy, zeros } from '@tensorflow/tfjs-core';

/** An activation in the one kernel that ops has for it with a bias. */
export function gated<T extends Tensor>(x: T, activation: FusedActivation): T {
  const bias = (): Tensor => zeros(x.shape.slice(-1) as [number]); // the batch is an axis
  return tidy(() => fusedBiasActivation({ x, bias: bias() }, { activation }) as T); // the shape of x
}
