import type { State, StateSize } from '@neurite/core';
import { concat, slice, type Tensor, type Tensor3D, zeros } from '@tensorflow/tfjs-core';
import { type Window, windowOf } from './spatial.js';
import type { Growth, Walk } from './trace.js';

/** What a causal convolution still reaches of the steps before: [batch, reach − 1, channels], zeros before the first. */
export type PastSteps = { readonly steps: Tensor3D };

/** Whether each step of the first axis is seen alone. */
export function seesOneStep({ reach, strides, padding }: Window): boolean {
  return reach[0] === 1 && strides[0] === 1 && (typeof padding === 'string' || padding[0]!.every((of) => of === 0));
}

/** Whether a window over time sees this step and those before it, one window for each step. */
export function seesPast({ axes, reach, strides, padding }: Window): boolean {
  if (axes.length !== 1 || strides[0] !== 1 || typeof padding === 'string') return false;
  const [before, after] = padding[0]!;
  return before === reach[0]! - 1 && after === 0;
}

/** The state before the first step; none where nothing is remembered. */
export function firstSteps(window: Window, channels: number, { batch }: StateSize): State {
  return seesPast(window) && !seesOneStep(window) ? { steps: zeros([batch, window.reach[0]! - 1, channels]) } : {};
}

/** The state of an earlier run; undefined where there is none. */
export function stepsOf(state: State | undefined): PastSteps | undefined {
  return state !== undefined && 'steps' in state ? (state as PastSteps) : undefined; // of the form that it gave
}

/**
 * Runs a window over some steps after others. To be called in a scope.
 *
 * @param slide of steps without padding
 */
export function afterPast<T extends Tensor>(
  x: T,
  { steps }: PastSteps,
  slide: (x: T) => T,
): { readonly outputs: T; readonly state: PastSteps } {
  const joined = concat<Tensor>([steps, x], 1);
  const [, kept] = steps.shape;
  const last: Tensor3D = slice(joined as Tensor3D, [0, joined.shape[1]! - kept, 0], [-1, kept, -1]);
  return { outputs: slide(joined as T), state: { steps: last } }; // of the rank of x
}

/** The same window without padding. */
export function unpadded({ where, axes, size, strides, dilation }: Window): Window {
  return windowOf({ where, axes, size, strides, dilation, padding: 'valid' });
}

/** See `Traced`. */
export function traceWindow(window: Window, { refuse }: Walk): Growth {
  if (seesOneStep(window) || seesPast(window)) return true;
  if (window.axes.length > 1) return refuse('sees later steps, too', 'Use timeDistributed for frames');
  return refuse('sees later steps, too, or skips some', "Write padding: 'causal', with strides of 1");
}
