import { reluGrad } from '@neurite/core/operation';
import { add, matMul, mul, relu, square, stack, sub, type Tensor, tanh, unstack } from '@tensorflow/tfjs-core';
import { chooseBySteps } from './step-mask.js';
import { delayed, heldStates, productOverSteps } from './steps.js';

/** The inputs of a plain recurrence. */
export type SimpleRnnSequenceInputs = {
  /** [batch, time, u]: the inputs times their kernel plus the bias. */
  readonly x: Tensor;
  /** [u, u] */
  readonly recurrentKernel: Tensor;
  /** h₀, [batch, u] */
  readonly initialState: Tensor;
};
/** The options of a plain recurrence. */
export type SimpleRnnSequenceOptions = {
  /** What is applied to the sum in each step. Default `tanh`. */
  readonly activation?: 'tanh' | 'relu';
};
/** The same as a kernel takes them. */
export type SimpleRnnAttrs = Required<SimpleRnnSequenceOptions>;

/** The activations, and their gradients by the output. */
const activations: {
  readonly [A in SimpleRnnAttrs['activation']]: readonly [
    activate: (z: Tensor) => Tensor,
    gradient: (dy: Tensor, y: Tensor) => Tensor,
  ];
} = { tanh: [tanh, (dy, y) => mul(dy, sub(1, square(y)))], relu: [relu, reluGrad] };

/** See `SimpleRnnSequence`, and with a mask `MaskedSimpleRnnSequence`. */
export function simpleRnnSteps(
  inputs: SimpleRnnSequenceInputs & { readonly mask?: Tensor },
  { activation }: SimpleRnnAttrs,
): Readonly<Record<'outputs' | 'finalState', Tensor>> {
  const { x, recurrentKernel, initialState, mask } = inputs;
  const choose = chooseBySteps(mask, x.shape[1]!);
  const [activate] = activations[activation];
  const outputs: Tensor[] = [];
  let state = initialState;
  for (const [t, projected] of unstack(x, 1).entries()) {
    const next = activate(add(projected, matMul(state, recurrentKernel)));
    state = choose[t]!(next, state);
    outputs.push(choose[t]!(next));
  }
  return { outputs: stack(outputs, 1), finalState: state };
}

/** What the gradient of a plain recurrence reads. */
export type SimpleRnnGradInputs = {
  readonly dOutputs: Tensor;
  readonly recurrentKernel: Tensor;
  readonly initialState: Tensor;
  readonly outputs: Tensor;
};

/** See `SimpleRnnSequenceGrad`, and with a mask `MaskedSimpleRnnSequenceGrad`. */
export function simpleRnnStepGradients(
  inputs: SimpleRnnGradInputs & { readonly mask?: Tensor; readonly dFinalState?: Tensor },
  { activation }: SimpleRnnAttrs,
): Tensor[] {
  const { recurrentKernel, initialState, mask } = inputs;
  const [dOutputs, outputs] = [inputs.dOutputs, inputs.outputs].map((x) => unstack(x, 1)) as [Tensor[], Tensor[]]; // one for each
  const choose = chooseBySteps(mask, outputs.length);
  const [, gradient] = activations[activation];
  const steps: Tensor[] = [];
  let dState = inputs.dFinalState;
  for (let t = outputs.length - 1; t >= 0; t--) {
    const dOutput = dState === undefined ? dOutputs[t]! : add(dOutputs[t]!, dState);
    const step = gradient(dOutput, outputs[t]!);
    steps.unshift(choose[t]!(step));
    dState = choose[t]!(matMul(step, recurrentKernel, false, true), dState);
  }
  const dx = stack(steps, 1);
  const before = delayed(heldStates(inputs.outputs, initialState, mask), initialState);
  return [dx, productOverSteps(before, dx), dState!]; // time is at least 1
}
