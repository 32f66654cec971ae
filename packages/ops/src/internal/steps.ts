import {
  concat,
  expandDims,
  matMul,
  reshape,
  slice,
  stack,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  unstack,
} from '@tensorflow/tfjs-core';
import { chooseBySteps } from './step-mask.js';

/** The states after each step, [batch, time, u], from the outputs, which are 0 in masked steps, and the initial state. */
export function heldStates(outputs: Tensor, initial: Tensor, mask: Tensor | undefined): Tensor {
  if (mask === undefined) return outputs;
  const choose = chooseBySteps(mask, outputs.shape[1]!);
  let state = initial;
  const states = unstack(outputs, 1).map((output, t) => {
    state = choose[t]!(output, state);
    return state;
  });
  return stack(states, 1);
}

/** The states before each step, [batch, time, u], from those after each step and the initial one, [batch, u]. */
export function delayed(states: Tensor, initial: Tensor): Tensor {
  const [batch, time, units] = states.shape as [number, number, number]; // [batch, time, u]
  const first = expandDims(initial, 1);
  return time === 1 ? first : concat([first, slice(states, [0, 0, 0], [batch, time - 1, units])], 1);
}

/** aᵀ · b over all samples and steps: [m, n] from [batch, time, m] and [batch, time, n]. */
export function productOverSteps(a: Tensor, b: Tensor): Tensor2D {
  const flat = (x: Tensor): Tensor2D => reshape(x as Tensor3D, [x.shape[0]! * x.shape[1]!, x.shape[2]!]); // of rank 3
  return matMul(flat(a), flat(b), true);
}
