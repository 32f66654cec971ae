import { biasActivationGradOperation, biasActivationOperation, type PlainActivation } from '@neurite/ops';
import { asRows } from '../as-rows.js';
import { columnSum } from '../column-sum.js';
import { type FusedKernel, fusedKernel } from '../fused-kernel.js';

type Attrs = { readonly activation: PlainActivation };

const Z = 'x + bias';
const formulas: Readonly<Record<PlainActivation, string>> = {
  relu: `nanWith(${Z}, whereAbove(${Z}, 0.0, ${Z}))`,
  sigmoid: `nanWith(${Z}, sigmoid(${Z}))`,
  tanh: `nanWith(${Z}, squash(${Z}))`,
};
const gradients: Readonly<Record<PlainActivation, string>> = {
  relu: 'nanWith(y, whereAbove(y, 0.0, dy))',
  sigmoid: 'dy * y * (1.0 - y)',
  tanh: 'dy * (1.0 - y * y)',
};

/** One program instead of two. */
export const biasActivation: FusedKernel = fusedKernel<'x' | 'bias', Attrs>(
  biasActivationOperation,
  (target, { x, bias }, { activation }) =>
    target.elementwise({
      name: `BiasActivation ${activation}`,
      inputs: { x, bias },
      constants: {},
      formula: formulas[activation],
      vector: 'bias',
    }),
);

/** Two programs, or three for many rows, instead of four and more. */
export const biasActivationGrad: FusedKernel = fusedKernel<'dy' | 'y', Attrs>(
  biasActivationGradOperation,
  (target, { dy, y }, { activation }) => {
    const { rows, size } = asRows(dy);
    const inputs = { dy, y };
    const dx = target.elementwise({
      name: `BiasActivationGrad ${activation}`,
      inputs,
      constants: {},
      formula: gradients[activation],
    });
    const sum = columnSum(target, {
      name: 'ColumnSum',
      inputs: { dx: { ...dx, shape: rows.shape } },
      size,
      term: ({ at }, row, column) => at('dx', row, column),
    });
    return [dx, sum];
  },
);
