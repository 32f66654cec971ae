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
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tanh,
  unstack,
} from '@tensorflow/tfjs-core';
import { assertRecurrent } from '../internal/assert-recurrent.js';
import { delayed, productOverSteps } from '../internal/steps.js';

/** The inputs of a long short-term memory. */
export type LstmSequenceInputs = {
  /** [batch, time, 4u]: the inputs times their kernel plus the biases, u columns for each of i, f, g, o. */
  readonly x: Tensor;
  /** [u, 4u] */
  readonly recurrentKernel: Tensor;
  /** h₀, [batch, u] */
  readonly initialState: Tensor;
  /** c₀, [batch, u] */
  readonly initialCell: Tensor;
};
type GradInputs = Omit<LstmSequenceInputs, 'x'> & {
  readonly dOutputs: Tensor;
  readonly dFinalCell: Tensor;
  readonly outputs: Tensor;
  readonly gates: Tensor;
  readonly cells: Tensor;
};
type NoAttrs = Record<string, never>;
type Four = [Tensor, Tensor, Tensor, Tensor];

function compose({ x, recurrentKernel, initialState, initialCell }: LstmSequenceInputs): Tensor[] {
  const [outputs, gates, cells]: [Tensor[], Tensor[], Tensor[]] = [[], [], []];
  let [state, cell] = [initialState, initialCell];
  for (const projected of unstack(x, 1)) {
    const [ai, af, ag, ao] = split(add(projected, matMul(state, recurrentKernel)), 4, 1) as Four; // 4u columns
    const [i, f, g, o] = [sigmoid(ai), sigmoid(af), tanh(ag), sigmoid(ao)];
    cell = add(mul(f, cell), mul(i, g));
    state = mul(o, tanh(cell));
    outputs.push(state);
    gates.push(concat([i, f, g, o], 1));
    cells.push(cell);
  }
  return [stack(outputs, 1), cell, stack(gates, 1), stack(cells, 1)];
}

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
  compose,
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
 * The kernel `LstmSequenceGrad`: dOutputs and outputs [batch, time, u], dFinalCell [batch, u], recurrentKernel [u, 4u],
 * initialState and initialCell [batch, u], gates [batch, time, 4u], cells [batch, time, u] →
 * [dx, dRecurrentKernel, dInitialState, dInitialCell], the shapes of x [batch, time, 4u] and of the inputs so named.
 *
 * Backward in time, from dh = 0 and dc = dFinalCell: `dh += dOutputsₜ`, `dc += dh · o · (1 − tanh²cₜ)`,
 * `dxₜ = [dc · g · i(1 − i), dc · cₜ₋₁ · f(1 − f), dc · i · (1 − g²), dh · tanh(cₜ) · o(1 − o)]`,
 * `dh ← dxₜ · recurrentKernelᵀ`, `dc ← dc · f`; `dRecurrentKernel = Σₜ hₜ₋₁ᵀ · dxₜ`.
 */
export const lstmSequenceGradOperation: Operation<GradInputs, NoAttrs, Tensor[]> = defineOperation({
  name: 'LstmSequenceGrad',
  compose: (inputs: GradInputs) => {
    const { recurrentKernel, initialState, initialCell } = inputs;
    const [dOutputs, gates, cells] = [inputs.dOutputs, inputs.gates, inputs.cells].map((x) => unstack(x, 1)) as [
      Tensor[],
      Tensor[],
      Tensor[],
    ]; // one for each
    const steps: Tensor[] = [];
    let dState: Tensor | undefined;
    let dCell = inputs.dFinalCell;
    for (let t = cells.length - 1; t >= 0; t--) {
      const [i, f, g, o] = split(gates[t]!, 4, 1) as Four; // 4u columns
      const squashed = tanh(cells[t]!);
      const dOutput = dState === undefined ? dOutputs[t]! : add(dOutputs[t]!, dState);
      dCell = add(dCell, mul(mul(dOutput, o), sub(1, square(squashed))));
      const step = concat(
        [
          mul(mul(dCell, g), mul(i, sub(1, i))),
          mul(mul(dCell, cells[t - 1] ?? initialCell), mul(f, sub(1, f))),
          mul(mul(dCell, i), sub(1, square(g))),
          mul(mul(dOutput, squashed), mul(o, sub(1, o))),
        ],
        1,
      );
      steps.unshift(step);
      dState = matMul(step, recurrentKernel, false, true);
      dCell = mul(dCell, f);
    }
    const dx = stack(steps, 1);
    return [dx, productOverSteps(delayed(inputs.outputs, initialState), dx), dState!, dCell]; // time is at least 1
  },
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
