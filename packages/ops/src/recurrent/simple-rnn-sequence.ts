import { checkChoice } from '@neurite/core';
import { defineOperation, fusedOperation, type Operation } from '@neurite/core/operation';
import { type Tensor, type Tensor2D, type Tensor3D, zerosLike } from '@tensorflow/tfjs-core';
import { assertRecurrent } from '../internal/assert-recurrent.js';
import {
  type SimpleRnnAttrs,
  type SimpleRnnGradInputs,
  type SimpleRnnSequenceInputs,
  type SimpleRnnSequenceOptions,
  simpleRnnStepGradients,
  simpleRnnSteps,
} from '../internal/simple-rnn.js';

export type { SimpleRnnSequenceInputs, SimpleRnnSequenceOptions } from '../internal/simple-rnn.js';

/** The inputs of a plain recurrence over padded sequences. */
export type MaskedSimpleRnnSequenceInputs = SimpleRnnSequenceInputs & {
  /** [batch, time], float32: a step with 0 is padding, any other counts. */
  readonly mask: Tensor;
};
type MaskedGradInputs = SimpleRnnGradInputs & { readonly mask: Tensor; readonly dFinalState: Tensor };

/**
 * The kernel `SimpleRnnSequence`: x [batch, time, u], recurrentKernel [u, u], initialState [batch, u], time ≥ 1;
 * activation, one of tanh, relu → [outputs], shape [batch, time, u]. See `fusedSimpleRnnSequence`.
 */
export const simpleRnnSequenceOperation: Operation<SimpleRnnSequenceInputs, SimpleRnnAttrs, Tensor[]> = fusedOperation({
  name: 'SimpleRnnSequence',
  compose: (inputs, attrs) => [simpleRnnSteps(inputs, attrs).outputs],
  inputs: ['x', 'recurrentKernel', 'initialState'],
  keeps: ['recurrentKernel', 'initialState'],
  outputs: [true],
  backward: ([dOutputs], { recurrentKernel, initialState }, [outputs], attrs) => {
    const saved = { dOutputs: dOutputs!, recurrentKernel, initialState, outputs: outputs! };
    return simpleRnnSequenceGradOperation(saved, attrs);
  },
});

/**
 * The kernel `MaskedSimpleRnnSequence`: as `SimpleRnnSequence`, with mask [batch, time] → [outputs, finalState];
 * finalState has shape [batch, u].
 *
 * In a step whose mask is 0, h stays as it is, to the bit, and the output is 0. See `fusedMaskedSimpleRnnSequence`.
 */
export const maskedSimpleRnnSequenceOperation: Operation<MaskedSimpleRnnSequenceInputs, SimpleRnnAttrs, Tensor[]> =
  fusedOperation({
    name: 'MaskedSimpleRnnSequence',
    compose: (inputs, attrs) => {
      const { outputs, finalState } = simpleRnnSteps(inputs, attrs);
      return [outputs, finalState];
    },
    inputs: ['x', 'recurrentKernel', 'initialState', 'mask'],
    keeps: ['recurrentKernel', 'initialState', 'mask'],
    outputs: [true, false],
    backward: ([dOutputs, dFinalState], { recurrentKernel, initialState, mask }, [outputs], attrs) => {
      const dys = { dOutputs: dOutputs!, dFinalState: dFinalState! };
      const saved = { ...dys, recurrentKernel, initialState, mask, outputs: outputs! };
      return [...maskedSimpleRnnSequenceGradOperation(saved, attrs), () => zerosLike(mask)];
    },
  });

/**
 * The kernel `SimpleRnnSequenceGrad`: dOutputs and outputs [batch, time, u], recurrentKernel [u, u], initialState
 * [batch, u]; activation → [dx, dRecurrentKernel, dInitialState], the shapes of x [batch, time, u] and of the inputs so
 * named.
 *
 * Backward in time, from dh = 0: `dh += dOutputsₜ`, `dxₜ = dh · (1 − hₜ²)` (tanh), dh where hₜ > 0, else 0 (relu),
 * `dh ← dxₜ · recurrentKernelᵀ`; `dRecurrentKernel = Σₜ hₜ₋₁ᵀ · dxₜ`.
 */
export const simpleRnnSequenceGradOperation: Operation<SimpleRnnGradInputs, SimpleRnnAttrs, Tensor[]> = defineOperation(
  {
    name: 'SimpleRnnSequenceGrad',
    compose: (inputs: SimpleRnnGradInputs, attrs) => simpleRnnStepGradients(inputs, attrs),
  },
);

/**
 * The kernel `MaskedSimpleRnnSequenceGrad`: as `SimpleRnnSequenceGrad`, with mask [batch, time] and dFinalState
 * [batch, u], from which dh begins. In a step whose mask is 0, dx is 0, and dh stays as it is.
 */
export const maskedSimpleRnnSequenceGradOperation: Operation<MaskedGradInputs, SimpleRnnAttrs, Tensor[]> =
  defineOperation({
    name: 'MaskedSimpleRnnSequenceGrad',
    compose: (inputs: MaskedGradInputs, attrs) => simpleRnnStepGradients(inputs, attrs),
  });

/**
 * A plain recurrence over a sequence, in one kernel: `hₜ = activation(xₜ + hₜ₋₁ · recurrentKernel)`.
 *
 * The gradient is one kernel too. Derivatives exist to any order.
 *
 * @returns every hₜ, a new tensor [batch, time, u], owned by the caller
 * @throws ShapeError
 * @throws ArgumentError when there is no such activation
 * @example
 * const outputs = fusedSimpleRnnSequence({
 *   x: fill([2, 3, 1], 1),
 *   recurrentKernel: fill([1, 1], 0.5),
 *   initialState: fill([2, 1], 0),
 * });
 * @see Elman, "Finding structure in time", 1990
 */
export function fusedSimpleRnnSequence(
  inputs: SimpleRnnSequenceInputs,
  { activation = 'tanh' }: SimpleRnnSequenceOptions = {},
): Tensor3D {
  const { x, recurrentKernel, initialState } = inputs;
  assertRecurrent('fusedSimpleRnnSequence', { x, recurrentKernel, initialState }, 1);
  checkChoice('fusedSimpleRnnSequence', 'activation', activation, ['tanh', 'relu']);
  const [outputs] = simpleRnnSequenceOperation({ x, recurrentKernel, initialState }, { activation });
  return outputs as Tensor3D; // the only one
}

/**
 * `fusedSimpleRnnSequence` over padded sequences: a step whose mask is 0 leaves h as it is, to the bit, and its output is
 * 0, whatever x is there.
 *
 * @returns outputs: hₜ where the mask is not 0, and 0 elsewhere, [batch, time, u]; finalState: h after the last step,
 *   [batch, u]; new tensors, owned by the caller
 * @throws ShapeError
 * @throws DtypeError when the mask is not float32
 * @throws ArgumentError when there is no such activation
 * @example
 * const { outputs, finalState } = fusedMaskedSimpleRnnSequence({
 *   x: fill([2, 3, 1], 1),
 *   recurrentKernel: fill([1, 1], 0.5),
 *   initialState: fill([2, 1], 0),
 *   mask: tensor2d([[1, 1, 1], [1, 0, 0]]),
 * });
 */
export function fusedMaskedSimpleRnnSequence(
  inputs: MaskedSimpleRnnSequenceInputs,
  { activation = 'tanh' }: SimpleRnnSequenceOptions = {},
): Readonly<{ outputs: Tensor3D; finalState: Tensor2D }> {
  const { x, recurrentKernel, initialState, mask } = inputs;
  const all = { x, recurrentKernel, initialState, mask };
  assertRecurrent('fusedMaskedSimpleRnnSequence', all, 1);
  checkChoice('fusedMaskedSimpleRnnSequence', 'activation', activation, ['tanh', 'relu']);
  const [outputs, finalState] = maskedSimpleRnnSequenceOperation(all, { activation });
  return { outputs: outputs as Tensor3D, finalState: finalState as Tensor2D }; // in this order
}
