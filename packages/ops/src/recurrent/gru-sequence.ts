import { assertShape } from '@neurite/core';
import { defineOperation, fusedOperation, type Operation } from '@neurite/core/operation';
import { type Tensor, type Tensor2D, type Tensor3D, zerosLike } from '@tensorflow/tfjs-core';
import { assertRecurrent } from '../internal/assert-recurrent.js';
import { type GruGradInputs, type GruSequenceInputs, gruStepGradients, gruSteps } from '../internal/gru.js';

export type { GruSequenceInputs } from '../internal/gru.js';

/** The inputs of a gated recurrent unit over padded sequences. */
export type MaskedGruSequenceInputs = GruSequenceInputs & {
  /** [batch, time], float32: a step with 0 is padding, any other counts. */
  readonly mask: Tensor;
};
type MaskedGradInputs = GruGradInputs & { readonly mask: Tensor; readonly dFinalState: Tensor };
type NoAttrs = Record<string, never>;

/**
 * The kernel `GruSequence`: x [batch, time, 3u], recurrentKernel [u, 3u], recurrentBias [3u], initialState [batch, u],
 * time ≥ 1 → [outputs, gates], shapes [batch, time, u], [batch, time, 4u].
 *
 * `gates` holds r, z, n after their activations, then hₜ₋₁ · recurrentKernel + recurrentBias of n's columns, before the
 * product with r. Only the gradient's kernel reads them, which ignores the gradient by them. See `fusedGruSequence`.
 */
export const gruSequenceOperation: Operation<GruSequenceInputs, NoAttrs, Tensor[]> = fusedOperation({
  name: 'GruSequence',
  compose: (inputs) => {
    const { outputs, gates } = gruSteps(inputs);
    return [outputs, gates];
  },
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
 * The kernel `MaskedGruSequence`: as `GruSequence`, with mask [batch, time] → [outputs, finalState, gates]; finalState
 * has shape [batch, u].
 *
 * In a step whose mask is 0, h stays as it is, to the bit, and outputs and `gates` are 0. See `fusedMaskedGruSequence`.
 */
export const maskedGruSequenceOperation: Operation<MaskedGruSequenceInputs, NoAttrs, Tensor[]> = fusedOperation({
  name: 'MaskedGruSequence',
  compose: (inputs) => {
    const { outputs, finalState, gates } = gruSteps(inputs);
    return [outputs, finalState, gates];
  },
  inputs: ['x', 'recurrentKernel', 'recurrentBias', 'initialState', 'mask'],
  keeps: ['recurrentKernel', 'initialState', 'mask'],
  outputs: [true, false, true],
  internal: [false, false, true],
  backward: ([dOutputs, dFinalState], { recurrentKernel, initialState, mask }, [outputs, gates]) => {
    const dys = { dOutputs: dOutputs!, dFinalState: dFinalState! };
    const saved = { ...dys, recurrentKernel, initialState, mask, outputs: outputs!, gates: gates! };
    return [...maskedGruSequenceGradOperation(saved, {}), () => zerosLike(mask)];
  },
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
export const gruSequenceGradOperation: Operation<GruGradInputs, NoAttrs, Tensor[]> = defineOperation({
  name: 'GruSequenceGrad',
  compose: (inputs: GruGradInputs) => gruStepGradients(inputs),
});

/**
 * The kernel `MaskedGruSequenceGrad`: as `GruSequenceGrad`, with mask [batch, time] and dFinalState [batch, u], from which
 * dh begins. In a step whose mask is 0, dx and ds are 0, and dh stays as it is.
 */
export const maskedGruSequenceGradOperation: Operation<MaskedGradInputs, NoAttrs, Tensor[]> = defineOperation({
  name: 'MaskedGruSequenceGrad',
  compose: (inputs: MaskedGradInputs) => gruStepGradients(inputs),
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

/**
 * `fusedGruSequence` over padded sequences: a step whose mask is 0 leaves h as it is, to the bit, and its output is 0,
 * whatever x is there.
 *
 * @returns outputs: hₜ where the mask is not 0, and 0 elsewhere, [batch, time, u]; finalState: h after the last step,
 *   [batch, u]; new tensors, owned by the caller
 * @throws ShapeError
 * @throws DtypeError when the mask is not float32
 * @example
 * const { outputs, finalState } = fusedMaskedGruSequence({
 *   x: fill([2, 3, 3], 1),
 *   recurrentKernel: fill([1, 3], 0),
 *   recurrentBias: fill([3], 0),
 *   initialState: fill([2, 1], 0),
 *   mask: tensor2d([[1, 1, 1], [1, 0, 0]]),
 * });
 */
export function fusedMaskedGruSequence(
  inputs: MaskedGruSequenceInputs,
): Readonly<{ outputs: Tensor3D; finalState: Tensor2D }> {
  const { x, recurrentKernel, recurrentBias, initialState, mask } = inputs;
  const units = assertRecurrent('fusedMaskedGruSequence', { x, recurrentKernel, initialState, mask }, 3);
  assertShape('fusedMaskedGruSequence', 'recurrentBias', recurrentBias.shape, [3 * units]);
  const all = { x, recurrentKernel, recurrentBias, initialState, mask };
  const [outputs, finalState, gates] = maskedGruSequenceOperation(all, {});
  gates!.dispose();
  return { outputs: outputs as Tensor3D, finalState: finalState as Tensor2D }; // in this order
}
