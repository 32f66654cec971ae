import { defineOperation, fusedOperation, type Operation } from '@neurite/core/operation';
import { type Tensor, type Tensor2D, type Tensor3D, zerosLike } from '@tensorflow/tfjs-core';
import { assertRecurrent } from '../internal/assert-recurrent.js';
import { type LstmGradInputs, type LstmSequenceInputs, lstmStepGradients, lstmSteps } from '../internal/lstm.js';

export type { LstmSequenceInputs } from '../internal/lstm.js';

/** The inputs of a long short-term memory over padded sequences. */
export type MaskedLstmSequenceInputs = LstmSequenceInputs & {
  /** [batch, time], float32: a step with 0 is padding, any other counts. */
  readonly mask: Tensor;
};
type MaskedGradInputs = LstmGradInputs & { readonly mask: Tensor; readonly dFinalState: Tensor };
type NoAttrs = Record<string, never>;

/**
 * The kernel `LstmSequence`: x [batch, time, 4u], recurrentKernel [u, 4u], initialState [batch, u], initialCell
 * [batch, u], time ≥ 1 → [outputs, finalCell, gates, cells], shapes [batch, time, u], [batch, u], [batch, time, 4u],
 * [batch, time, u].
 *
 * `gates` holds i, f, g, o after their activations, `cells` every cₜ. Only the gradient's kernel reads them, which ignores
 * the gradient by them. See `fusedLstmSequence`.
 */
export const lstmSequenceOperation: Operation<LstmSequenceInputs, NoAttrs, Tensor[]> = fusedOperation({
  name: 'LstmSequence',
  compose: (inputs) => {
    const { outputs, finalCell, gates, cells } = lstmSteps(inputs);
    return [outputs, finalCell, gates, cells];
  },
  inputs: ['x', 'recurrentKernel', 'initialState', 'initialCell'],
  keeps: ['recurrentKernel', 'initialState', 'initialCell'],
  outputs: [true, false, true, true],
  internal: [false, false, true, true],
  backward: ([dOutputs, dFinalCell], { recurrentKernel, initialState, initialCell }, [outputs, gates, cells]) => {
    const saved = { recurrentKernel, initialState, initialCell, outputs: outputs!, gates: gates!, cells: cells! };
    return lstmSequenceGradOperation({ dOutputs: dOutputs!, dFinalCell: dFinalCell!, ...saved }, {});
  },
});

/**
 * The kernel `MaskedLstmSequence`: as `LstmSequence`, with mask [batch, time] → [outputs, finalState, finalCell, gates,
 * cells]; finalState has shape [batch, u].
 *
 * In a step whose mask is 0, h and c stay as they are, to the bit, and outputs and `gates` are 0. See
 * `fusedMaskedLstmSequence`.
 */
export const maskedLstmSequenceOperation: Operation<MaskedLstmSequenceInputs, NoAttrs, Tensor[]> = fusedOperation({
  name: 'MaskedLstmSequence',
  compose: (inputs) => {
    const { outputs, finalState, finalCell, gates, cells } = lstmSteps(inputs);
    return [outputs, finalState, finalCell, gates, cells];
  },
  inputs: ['x', 'recurrentKernel', 'initialState', 'initialCell', 'mask'],
  keeps: ['recurrentKernel', 'initialState', 'initialCell', 'mask'],
  outputs: [true, false, false, true, true],
  internal: [false, false, false, true, true],
  backward: ([dOutputs, dFinalState, dFinalCell], { x: _x, ...kept }, [outputs, gates, cells]) => {
    const dys = { dOutputs: dOutputs!, dFinalState: dFinalState!, dFinalCell: dFinalCell! };
    const saved = { ...dys, outputs: outputs!, gates: gates!, cells: cells!, ...kept };
    return [...maskedLstmSequenceGradOperation(saved, {}), () => zerosLike(kept.mask)];
  },
});

/**
 * The kernel `LstmSequenceGrad`: dOutputs and outputs [batch, time, u], dFinalCell [batch, u], recurrentKernel [u, 4u],
 * initialState and initialCell [batch, u], gates [batch, time, 4u], cells [batch, time, u] →
 * [dx, dRecurrentKernel, dInitialState, dInitialCell], the shapes of x [batch, time, 4u] and of the inputs so named.
 *
 * Backward in time, from dh = 0 and dc = dFinalCell: `dh += dOutputsₜ`, `dc += dh · o · (1 − tanh²cₜ)`,
 * `dxₜ = [dc · g · i(1 − i), dc · cₜ₋₁ · f(1 − f), dc · i · (1 − g²), dh · tanh(cₜ) · o(1 − o)]`,
 * `dh ← dxₜ · recurrentKernelᵀ`, `dc ← dc · f`; `dRecurrentKernel = Σₜ hₜ₋₁ᵀ · dxₜ`.
 */
export const lstmSequenceGradOperation: Operation<LstmGradInputs, NoAttrs, Tensor[]> = defineOperation({
  name: 'LstmSequenceGrad',
  compose: (inputs: LstmGradInputs) => lstmStepGradients(inputs),
});

/**
 * The kernel `MaskedLstmSequenceGrad`: as `LstmSequenceGrad`, with mask [batch, time] and dFinalState [batch, u], from
 * which dh begins. In a step whose mask is 0, dx is 0, and dh and dc stay as they are.
 */
export const maskedLstmSequenceGradOperation: Operation<MaskedGradInputs, NoAttrs, Tensor[]> = defineOperation({
  name: 'MaskedLstmSequenceGrad',
  compose: (inputs: MaskedGradInputs) => lstmStepGradients(inputs),
});

/**
 * A long short-term memory over a sequence, in one kernel:
 * `iₜ, fₜ, oₜ = σ(xₜ + hₜ₋₁ · recurrentKernel)`, `gₜ = tanh(xₜ + hₜ₋₁ · recurrentKernel)`, each with its own columns in
 * the order i, f, g, o; `cₜ = fₜ · cₜ₋₁ + iₜ · gₜ`, `hₜ = oₜ · tanh(cₜ)`.
 *
 * The gradient is one kernel too. Derivatives exist to any order, by both results.
 *
 * @returns outputs: every hₜ, [batch, time, u]; finalCell: the last cₜ, [batch, u]; new tensors, owned by the caller
 * @throws ShapeError
 * @example
 * const { outputs, finalCell } = fusedLstmSequence({
 *   x: fill([2, 3, 4], 1),
 *   recurrentKernel: fill([1, 4], 0),
 *   initialState: fill([2, 1], 0),
 *   initialCell: fill([2, 1], 0),
 * });
 * @see Hochreiter and Schmidhuber, "Long short-term memory", 1997; the forget gate: Gers et al., "Learning to forget",
 *   2000; here without peepholes, as in PyTorch
 */
export function fusedLstmSequence(inputs: LstmSequenceInputs): {
  readonly outputs: Tensor3D;
  readonly finalCell: Tensor2D;
} {
  const { x, recurrentKernel, initialState, initialCell } = inputs;
  assertRecurrent('fusedLstmSequence', { x, recurrentKernel, initialState, initialCell }, 4);
  const [outputs, finalCell, gates, cells] = lstmSequenceOperation(
    { x, recurrentKernel, initialState, initialCell },
    {},
  );
  gates!.dispose();
  cells!.dispose();
  return { outputs: outputs as Tensor3D, finalCell: finalCell as Tensor2D }; // in this order
}

/**
 * `fusedLstmSequence` over padded sequences: a step whose mask is 0 leaves h and c as they are, to the bit, and its output
 * is 0, whatever x is there.
 *
 * @returns outputs: hₜ where the mask is not 0, and 0 elsewhere, [batch, time, u]; finalState and finalCell: h and c after
 *   the last step, [batch, u]; new tensors, owned by the caller
 * @throws ShapeError
 * @throws DtypeError when the mask is not float32
 * @example
 * const { outputs, finalState, finalCell } = fusedMaskedLstmSequence({
 *   x: fill([2, 3, 4], 1),
 *   recurrentKernel: fill([1, 4], 0),
 *   initialState: fill([2, 1], 0),
 *   initialCell: fill([2, 1], 0),
 *   mask: tensor2d([[1, 1, 1], [1, 0, 0]]),
 * });
 */
export function fusedMaskedLstmSequence(
  inputs: MaskedLstmSequenceInputs,
): Readonly<{ outputs: Tensor3D; finalState: Tensor2D; finalCell: Tensor2D }> {
  const { x, recurrentKernel, initialState, initialCell, mask } = inputs;
  const all = { x, recurrentKernel, initialState, initialCell, mask };
  assertRecurrent('fusedMaskedLstmSequence', all, 4);
  const [outputs, finalState, finalCell, gates, cells] = maskedLstmSequenceOperation(all, {});
  gates!.dispose();
  cells!.dispose();
  // In this order.
  return { outputs: outputs as Tensor3D, finalState: finalState as Tensor2D, finalCell: finalCell as Tensor2D };
}
