import { defineOperation, fusedOperation, type Operation, sumTo } from '@neurite/core/operation';
import {
  abs,
  add,
  cast,
  erf,
  exp,
  less,
  minimum,
  mul,
  relu,
  sigmoid,
  square,
  sub,
  type Tensor,
  tanh,
} from '@tensorflow/tfjs-core';

/** An activation z · gate(z), whose derivative is a function of its input only. */
export type GatedActivation = 'gelu' | 'geluTanh' | 'silu' | 'hardSwish';
type Inputs = { readonly x: Tensor; readonly bias: Tensor };
type GradInputs = Inputs & { readonly dy: Tensor };
type Attrs = { readonly activation: GatedActivation };

/** √(2/π), and the factor of z³ in the approximation of gelu. */
const [LINEAR, CUBIC] = [Math.sqrt(2 / Math.PI), 0.044715];

const gates: { readonly [A in GatedActivation]: (z: Tensor) => Tensor } = {
  gelu: (z) => add(mul(erf(mul(z, Math.SQRT1_2)), 0.5), 0.5),
  geluTanh: (z) => add(mul(tanh(mul(z, add(mul(square(z), LINEAR * CUBIC), LINEAR))), 0.5), 0.5),
  silu: sigmoid,
  hardSwish: (z) => minimum(relu(add(mul(z, 1 / 6), 0.5)), 1),
};

/** The derivative of each gate, from z and the gate's value. */
const gateDerivatives: { readonly [A in GatedActivation]: (z: Tensor, gate: Tensor) => Tensor } = {
  gelu: (z) => mul(exp(mul(square(z), -0.5)), 1 / Math.sqrt(2 * Math.PI)),
  // With gate = (1 + t) / 2: (1 − t²) / 2 = 2 · gate · (1 − gate).
  geluTanh: (z, gate) => mul(mul(gate, sub(1, gate)), add(mul(square(z), 6 * LINEAR * CUBIC), 2 * LINEAR)),
  silu: (_z, gate) => mul(gate, sub(1, gate)),
  hardSwish: (z) => mul(cast(less(abs(z), 3), 'float32'), 1 / 6),
};

function compose({ x, bias }: Inputs, { activation }: Attrs): Tensor {
  const z = add(x, bias);
  return mul(z, gates[activation](z));
}

/**
 * The kernel `BiasGatedActivation`: x […, c], bias [c]; activation, one of gelu, geluTanh, silu, hardSwish → y, the shape of x.
 * See `fusedBiasActivation`.
 */
export const biasGatedActivationOperation: Operation<Inputs, Attrs, Tensor> = fusedOperation({
  name: 'BiasGatedActivation',
  compose,
  inputs: ['x', 'bias'],
  backward: ([dy], { x, bias }, _outputs, attrs) => biasGatedActivationGradOperation({ dy: dy!, x, bias }, attrs),
});

/**
 * The kernel `BiasGatedActivationGrad`: dy and x […, c], bias [c]; activation, one of gelu, geluTanh, silu, hardSwish →
 * [dx, dBias], shapes […, c], [c].
 *
 * With z = x + bias: `dx = dy · (gate(z) + z · gate′(z))`, `dBias = Σ dx` over all axes but the last. The gates: Φ(z)
 * with derivative e^(−z²/2) / √(2π) (gelu); g = (1 + tanh u) / 2, u = √(2/π) · (z + 0.044715 z³), with derivative
 * 2g(1 − g) · du/dz (geluTanh); g = sigmoid(z) with derivative g(1 − g) (silu); min(max(z / 6 + 1/2, 0), 1) with derivative 1/6
 * where |z| < 3, else 0 (hardSwish).
 */
export const biasGatedActivationGradOperation: Operation<GradInputs, Attrs, Tensor[]> = defineOperation({
  name: 'BiasGatedActivationGrad',
  compose: ({ dy, x, bias }: GradInputs, { activation }: Attrs) => {
    const z = add(x, bias);
    const gate = gates[activation](z);
    const dx = mul(dy, add(gate, mul(z, gateDerivatives[activation](z, gate))));
    return [dx, sumTo(dx, bias.shape)];
  },
});
