import { biasGatedActivationGradOperation, biasGatedActivationOperation, type GatedActivation } from '@neurite/ops';
import { asRows } from '../as-rows.js';
import { columnSum } from '../column-sum.js';
import { type FusedKernel, fusedKernel } from '../fused-kernel.js';

type Attrs = { readonly activation: GatedActivation };

const Z = '(x + bias)';
/** √(2/π), and the factor of z³ in the approximation of gelu. */
const [SCALE, CUBIC] = [Math.sqrt(2 / Math.PI), 0.044715];

const gates: Readonly<Record<GatedActivation, string>> = {
  gelu: `(0.5 + 0.5 * errorFunction(${Z} * ${Math.SQRT1_2}))`,
  geluTanh: `(0.5 + 0.5 * squash(${Z} * (${SCALE} + ${SCALE * CUBIC} * ${Z} * ${Z})))`,
  silu: `sigmoid(${Z})`,
  hardSwish: `clamp(${Z} / 6.0 + 0.5, 0.0, 1.0)`,
};

const gateGradients: Readonly<Record<GatedActivation, string>> = {
  gelu: `exp(-0.5 * ${Z} * ${Z}) * ${1 / Math.sqrt(2 * Math.PI)}`,
  geluTanh: `${gates.geluTanh} * (1.0 - ${gates.geluTanh}) * (${6 * SCALE * CUBIC} * ${Z} * ${Z} + ${2 * SCALE})`,
  silu: `${gates.silu} * (1.0 - ${gates.silu})`,
  hardSwish: `whereGreater(spread(3.0), abs(${Z}), spread(1.0 / 6.0), spread(0.0))`,
};

/** One program instead of three and more. */
export const biasGatedActivation: FusedKernel = fusedKernel<'x' | 'bias', Attrs>(
  biasGatedActivationOperation,
  (target, { x, bias }, { activation }) =>
    target.elementwise({
      name: `BiasGatedActivation ${activation}`,
      inputs: { x, bias },
      constants: {},
      formula: `nanWith(${Z}, ${Z} * ${gates[activation]})`,
      vector: 'bias',
    }),
);

/** Two programs, or three for many rows, instead of nine and more. */
export const biasGatedActivationGrad: FusedKernel = fusedKernel<'dy' | 'x' | 'bias', Attrs>(
  biasGatedActivationGradOperation,
  (target, { dy, x, bias }, { activation }) => {
    const { rows, size } = asRows(dy);
    const dx = target.elementwise({
      name: `BiasGatedActivationGrad ${activation}`,
      inputs: { dy, x, bias },
      constants: {},
      formula: `nanWith(${Z}, dy * (${gates[activation]} + ${Z} * ${gateGradients[activation]}))`,
      vector: 'bias',
    });
    const dBias = columnSum(target, {
      name: 'ColumnSum',
      inputs: { dx: { ...dx, shape: rows.shape } },
      size,
      term: ({ at }, row, column) => at('dx', row, column),
    });
    return [dx, dBias];
  },
);
