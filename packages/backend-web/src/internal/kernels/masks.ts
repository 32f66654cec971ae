import { dropoutOperation, reluGradOperation } from '@neurite/core';
import { type FusedKernel, fusedKernel } from './fused-kernel.js';

/** dy where y is above 0, else 0; NaN where y is. */
export const reluGrad: FusedKernel = fusedKernel<'dy' | 'y', object>(reluGradOperation, (target, { dy, y }) =>
  target.elementwise({
    name: 'ReluGrad',
    inputs: { dy, y },
    constants: {},
    formula: 'nanWith(y, whereAbove(y, 0.0, dy))',
  }),
);

/** x / (1 − rate) where the draw is at least the rate, else 0. */
export const dropout: FusedKernel = fusedKernel<'x' | 'uniform', { readonly rate: number }>(
  dropoutOperation,
  (target, { x, uniform: draws }, { rate }) =>
    target.elementwise({
      name: 'Dropout',
      inputs: { x, draws },
      constants: { rate, scale: 1 / (1 - rate) },
      formula: 'whereAtLeast(draws, rate, x * scale)',
    }),
);
