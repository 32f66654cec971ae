import { reluGradOperation } from '@neurite/core/operation';
import { type FusedKernel, fusedKernel } from '../fused-kernel.js';

/** dy where y is above 0, else 0; NaN where y is NaN. */
export const reluGrad: FusedKernel = fusedKernel<'dy' | 'y', object>(reluGradOperation, (target, { dy, y }) =>
  target.elementwise({
    name: 'ReluGrad',
    inputs: { dy, y },
    constants: {},
    formula: 'nanWith(y, whereAbove(y, 0.0, dy))',
  }),
);
