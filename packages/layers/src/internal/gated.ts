import { type FusedActivation, fusedBiasActivation } from '@neurite/ops';
import { type Rank, reshape, type Tensor, tidy, zeros } from '@tensorflow/tfjs-core';

/** An activation in the one kernel that ops has for it with a bias. */
export function gated<T extends Tensor>(x: T, activation: FusedActivation): T {
  return tidy(() => {
    const rows: Tensor = x.rank === 0 ? reshape(x, [1]) : x;
    const bias = zeros<Rank.R1>(rows.shape.slice(-1) as [number]); // one axis, as made above
    const y = fusedBiasActivation({ x: rows, bias }, { activation });
    return (x.rank === 0 ? reshape(y, []) : y) as T; // the shape of x
  });
}
