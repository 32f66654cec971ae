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
  tanh,
  unstack,
} from '@tensorflow/tfjs-core';
import { chooseBySteps } from './step-mask.js';
import { delayed, heldStates, productOverSteps } from './steps.js';

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

type Four = [Tensor, Tensor, Tensor, Tensor];

/** Everything that an LSTM computes, by ordinary operations. */
export type LstmSteps = Readonly<Record<'outputs' | 'finalState' | 'finalCell' | 'gates' | 'cells', Tensor>>;

/** See `LstmSequence`, and with a mask `MaskedLstmSequence`. */
export function lstmSteps(inputs: LstmSequenceInputs & { readonly mask?: Tensor }): LstmSteps {
  const { x, recurrentKernel, initialState, initialCell, mask } = inputs;
  const choose = chooseBySteps(mask, x.shape[1]!);
  const [outputs, gates, cells]: [Tensor[], Tensor[], Tensor[]] = [[], [], []];
  let [state, cell] = [initialState, initialCell];
  for (const [t, projected] of unstack(x, 1).entries()) {
    const [ai, af, ag, ao] = split(add(projected, matMul(state, recurrentKernel)), 4, 1) as Four; // 4u columns
    const [i, f, g, o] = [sigmoid(ai), sigmoid(af), tanh(ag), sigmoid(ao)];
    const nextCell = add(mul(f, cell), mul(i, g));
    const nextState = mul(o, tanh(nextCell));
    cell = choose[t]!(nextCell, cell);
    state = choose[t]!(nextState, state);
    outputs.push(choose[t]!(nextState));
    gates.push(choose[t]!(concat([i, f, g, o], 1)));
    cells.push(cell);
  }
  return {
    outputs: stack(outputs, 1),
    finalState: state,
    finalCell: cell,
    gates: stack(gates, 1),
    cells: stack(cells, 1),
  };
}

/** What the gradient of an LSTM reads. */
export type LstmGradInputs = Omit<LstmSequenceInputs, 'x'> & {
  readonly dOutputs: Tensor;
  readonly dFinalCell: Tensor;
  readonly outputs: Tensor;
  readonly gates: Tensor;
  readonly cells: Tensor;
};

/** See `LstmSequenceGrad`, and with a mask `MaskedLstmSequenceGrad`. */
export function lstmStepGradients(
  inputs: LstmGradInputs & { readonly mask?: Tensor; readonly dFinalState?: Tensor },
): Tensor[] {
  const { recurrentKernel, initialState, initialCell, mask } = inputs;
  const [dOutputs, gates, cells] = [inputs.dOutputs, inputs.gates, inputs.cells].map((x) => unstack(x, 1)) as [
    Tensor[],
    Tensor[],
    Tensor[],
  ]; // one for each
  const choose = chooseBySteps(mask, cells.length);
  const steps: Tensor[] = [];
  let dState = inputs.dFinalState;
  let dCell = inputs.dFinalCell;
  for (let t = cells.length - 1; t >= 0; t--) {
    const [i, f, g, o] = split(gates[t]!, 4, 1) as Four; // 4u columns
    const squashed = tanh(cells[t]!);
    const dOutput = dState === undefined ? dOutputs[t]! : add(dOutputs[t]!, dState);
    const byCell = add(dCell, mul(mul(dOutput, o), sub(1, square(squashed))));
    const step = concat(
      [
        mul(mul(byCell, g), mul(i, sub(1, i))),
        mul(mul(byCell, cells[t - 1] ?? initialCell), mul(f, sub(1, f))),
        mul(mul(byCell, i), sub(1, square(g))),
        mul(mul(dOutput, squashed), mul(o, sub(1, o))),
      ],
      1,
    );
    steps.unshift(choose[t]!(step));
    dState = choose[t]!(matMul(step, recurrentKernel, false, true), dState);
    dCell = choose[t]!(mul(byCell, f), dCell);
  }
  const dx = stack(steps, 1);
  const before = delayed(heldStates(inputs.outputs, initialState, mask), initialState);
  return [dx, productOverSteps(before, dx), dState!, dCell]; // time is at least 1
}
