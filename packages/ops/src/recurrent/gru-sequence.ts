import { assertShape } from '@neurite/core';
import { defineOperation, fusedOperation, type Operation } from '@neurite/core/operation';
import {
  add,
  concat,
  matMul,
  mul,
  sigmoid,
  split,
  square,
  stack,
  sub,
  sum,
  type Tensor,
  type Tensor3D,
  tanh,
  unstack,
} from '@tensorflow/tfjs-core';
import { assertRecurrent } from '../internal/assert-recurrent.js';
import { delayed, productOverSteps } from '../internal/steps.js';

/** The inputs of a gated recurrent unit. */
export type GruSequenceInputs = {
  /** [batch, time, 3u]: the inputs times their kernel plus the input biases, u columns for each of r, z, n. */
  readonly x: Tensor;
  /** [u, 3u] */
  readonly recurrentKernel: Tensor;
  /** [3u] */
  readonly recurrentBias: Tensor;
  /** h₀, [batch, u] */
  readonly initialState: Tensor;
};
type GradInputs = {
  readonly dOutputs: Tensor;
  readonly recurrentKernel: Tensor;
  readonly initialState: Tensor;
  readonly outputs: Tensor;
  readonly gates: Tensor;
};
type NoAttrs = Record<string, never>;
type Three = [Tensor, Tensor, Tensor];
type Four = [Tensor, Tensor, Tensor, Tensor];

function compose({ x, recurrentKernel, recurrentBias, initialState }: GruSequenceInputs): Tensor[] {
  const [outputs, gates]: [Tensor[], Tensor[]] = [[], []];
  let state = initialState;
  for (const projected of unstack(x, 1)) {
    const [xr, xz, xn] = split(projected, 3, 1) as Three; // 3u columns
    const [hr, hz, candidate] = split(add(matMul(state, recurrentKernel), recurrentBias), 3, 1) as Three; // 3u columns
    const [r, z] = [sigmoid(add(xr, hr)), sigmoid(add(xz, hz))];
    const n = tanh(add(xn, mul(r, candidate)));
    state = add(n, mul(z, sub(state, n)));
    outputs.push(state);
    gates.push(concat([r, z, n, candidate], 1));
  }
  return [stack(outputs, 1), stack(gates, 1)];
}

/**
 * The kernel `GruSequence`: x [batch, time, 3u], recurrentKernel [u, 3u], recurrentBias [3u], initialState [batch, u],
 * time ≥ 1 → [outputs, gates], shapes [batch, time, u], [batch, time, 4u].
 *
 * `gates` holds r, z, n after their activations, then hₜ₋₁ · recurrentKernel + recurrentBias of n's columns, before the
 * product with r. Only the gradient's kernel reads them, which ignores the gradient by them. See `fusedGruSequence`.
 */
export const gruSequenceOperation: Operation<GruSequenceInputs, NoAttrs, Tensor[]> = fusedOperation({
  name: 'GruSequence',
  compose,
  inputs: ['x', 'recurrentKernel', 'recurrentBias', 'initialState'],
  keeps: ['recurrentKernel', 'initialState'],
  outputs: [true, true],
  internal: [false, true],
  backward: ([dOutputs], { recurrentKernel, initialState }, [outputs, gates]) =>
    gruSequenceGradOperation(
      { dOutputs: dOutputs!, recurrentKernel, initialState, outputs: outputs!, gates: gates! },
      {},
    ),
});

/**
 * The kernel `GruSequenceGrad`: dOutputs and outputs [batch, time, u], recurrentKernel [u, 3u], initialState [batch, u],
 * gates [batch, time, 4u] → [dx, dRecurrentKernel, dRecurrentBias, dInitialState], the shapes of x [batch, time, 3u],
 * [u, 3u], [3u], [batch, u].
 *
 * Backward in time, from dh = 0, with q the last part of `gates`: `dh += dOutputsₜ`, `dn = dh · (1 − z) · (1 − n²)`,
 * `dr = dn · q · r(1 − r)`, `dz = dh · (hₜ₋₁ − n) · z(1 − z)`, `dxₜ = [dr, dz, dn]`, `dsₜ = [dr, dz, dn · r]`,
 * `dh ← dh · z + dsₜ · recurrentKernelᵀ`; `dRecurrentKernel = Σₜ hₜ₋₁ᵀ · dsₜ`, `dRecurrentBias = Σ dsₜ`.
 */
export const gruSequenceGradOperation: Operation<GradInputs, NoAttrs, Tensor[]> = defineOperation({
  name: 'GruSequenceGrad',
  compose: ({ dOutputs, recurrentKernel, initialState, outputs, gates }: GradInputs) => {
    const before = delayed(outputs, initialState);
    const [dys, previous, parts] = [dOutputs, before, gates].map((x) => unstack(x, 1)) as [
      Tensor[],
      Tensor[],
      Tensor[],
    ]; // one for each
    const [byInput, byState]: [Tensor[], Tensor[]] = [[], []];
    let dState: Tensor | undefined;
    for (let t = dys.length - 1; t >= 0; t--) {
      const [r, z, n, candidate] = split(parts[t]!, 4, 1) as Four; // 4u columns
      const dOutput = dState === undefined ? dys[t]! : add(dys[t]!, dState);
      const dn = mul(mul(dOutput, sub(1, z)), sub(1, square(n)));
      const dr = mul(mul(dn, candidate), mul(r, sub(1, r)));
      const dz = mul(mul(dOutput, sub(previous[t]!, n)), mul(z, sub(1, z)));
      byInput.unshift(concat([dr, dz, dn], 1));
      byState.unshift(concat([dr, dz, mul(dn, r)], 1));
      dState = add(mul(dOutput, z), matMul(byState[0]!, recurrentKernel, false, true));
    }
    const states = stack(byState, 1);
    return [stack(byInput, 1), productOverSteps(before, states), sum(states, [0, 1]), dState!]; // time is at least 1
  },
});

/**
 * A gated recurrent unit over a sequence, in one kernel, its reset gate after the product as in PyTorch and cuDNN:
 * with `s = hₜ₋₁ · recurrentKernel + recurrentBias`, and columns in the order r, z, n,
 * `r = σ(xᵣ + sᵣ)`, `z = σ(x_z + s_z)`, `n = tanh(xₙ + r · sₙ)`, `hₜ = (1 − z) · n + z · hₜ₋₁`.
 *
 * The gradient is one kernel too. Derivatives exist to any order.
 *
 * @returns every hₜ, a new tensor [batch, time, u], owned by the caller
 * @throws ShapeError
 * @example
 * const outputs = fusedGruSequence({
 *   x: fill([2, 3, 3], 1),
 *   recurrentKernel: fill([1, 3], 0),
 *   recurrentBias: fill([3], 0),
 *   initialState: fill([2, 1], 0),
 * });
 * @see Cho et al., "Learning phrase representations using RNN encoder-decoder", 2014; there the reset gate is before the
 *   product, and z and 1 − z are swapped
 */
export function fusedGruSequence(inputs: GruSequenceInputs): Tensor3D {
  const { x, recurrentKernel, recurrentBias, initialState } = inputs;
  const units = assertRecurrent('fusedGruSequence', { x, recurrentKernel, initialState }, 3);
  assertShape('fusedGruSequence', 'recurrentBias', recurrentBias.shape, [3 * units]);
  const [outputs, gates] = gruSequenceOperation({ x, recurrentKernel, recurrentBias, initialState }, {});
  gates!.dispose();
  return outputs as Tensor3D; // the first
}
