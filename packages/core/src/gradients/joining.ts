import { concat, type GradConfig, reshape, slice, stack, type Tensor, util } from '@tensorflow/tfjs-core';
import type { InputGradients } from '../internal/kernel-gradient.js';

type AxisAttrs = { readonly axis: number };

/** Gradients of kernels that join or split tensors: each is the other one's. */
export const joiningGradients: readonly GradConfig[] = [
  {
    kernelName: 'Concat',
    saveAllInputs: true,
    gradFunc: (dy, saved, attrs): InputGradients => {
      const axis = axisOf(saved[0]!, attrs as AxisAttrs); // attributes of this kernel
      let next = 0;
      return Object.fromEntries(
        saved.map(({ shape }, i) => {
          const begin = shape.map((_, a) => (a === axis ? next : 0));
          next += shape[axis]!;
          return [i, () => slice(dy as Tensor, begin, shape)]; // one output
        }),
      );
    },
  },
  {
    kernelName: 'Pack',
    saveAllInputs: true,
    gradFunc: (dys, saved, attrs): InputGradients => {
      const dy = dys as Tensor; // one output
      const axis = axisOf(dy, attrs as AxisAttrs); // attributes of this kernel
      const size = dy.shape.map((n, a) => (a === axis ? 1 : n));
      return Object.fromEntries(
        saved.map(({ shape }, i) => {
          const begin = dy.shape.map((_, a) => (a === axis ? i : 0));
          return [i, () => reshape(slice(dy, begin, size), shape)];
        }),
      );
    },
  },
  {
    kernelName: 'Unpack',
    gradFunc: (dys, _saved, attrs): InputGradients => ({
      value: () => stack([dys].flat(), (attrs as AxisAttrs).axis), // attributes of this kernel
    }),
  },
  {
    kernelName: 'SplitV',
    gradFunc: (dys, _saved, attrs): InputGradients => ({
      x: () => concat([dys].flat(), (attrs as AxisAttrs).axis), // attributes of this kernel
    }),
  },
];

function axisOf(tensor: Tensor, { axis }: AxisAttrs): number {
  return util.parseAxisParam(axis, tensor.shape)[0]!;
}
