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
  tanh,
  unstack,
} from '@tensorflow/tfjs-core';
import { chooseBySteps } from './step-mask.js';
import { delayed, heldStates, productOverSteps } from './steps.js';

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
type Three = [Tensor, Tensor, Tensor];
type Four = [Tensor, Tensor, Tensor, Tensor];

/** Everything that a GRU computes, by ordinary operations. See `GruSequence`, and with a mask `MaskedGruSequence`. */
export function gruSteps(
  inputs: GruSequenceInputs & { readonly mask?: Tensor },
): Readonly<Record<'outputs' | 'finalState' | 'gates', Tensor>> {
  const { x, recurrentKernel, recurrentBias, initialState, mask } = inputs;
  const choose = chooseBySteps(mask, x.shape[1]!);
  const [outputs, gates]: [Tensor[], Tensor[]] = [[], []];
  let state = initialState;
  for (const [t, projected] of unstack(x, 1).entries()) {
    const [xr, xz, xn] = split(projected, 3, 1) as Three; // 3u columns
    const [hr, hz, candidate] = split(add(matMul(state, recurrentKernel), recurrentBias), 3, 1) as Three; // 3u columns
    const [r, z] = [sigmoid(add(xr, hr)), sigmoid(add(xz, hz))];
    const n = tanh(add(xn, mul(r, candidate)));
    const next = add(n, mul(z, sub(state, n)));
    state = choose[t]!(next, state);
    outputs.push(choose[t]!(next));
    gates.push(choose[t]!(concat([r, z, n, candidate], 1)));
  }
  return { outputs: stack(outputs, 1), finalState: state, gates: stack(gates, 1) };
}

/** What the gradient of a GRU reads. */
export type GruGradInputs = {
  readonly dOutputs: Tensor;
  readonly recurrentKernel: Tensor;
  readonly initialState: Tensor;
  readonly outputs: Tensor;
  readonly gates: Tensor;
};

/** See `GruSequenceGrad`, and with a mask `MaskedGruSequenceGrad`. */
export function gruStepGradients(
  inputs: GruGradInputs & { readonly mask?: Tensor; readonly dFinalState?: Tensor },
): Tensor[] {
  const { dOutputs, recurrentKernel, initialState, outputs, gates, mask } = inputs;
  const before = delayed(heldStates(outputs, initialState, mask), initialState);
  const [dys, previous, parts] = [dOutputs, before, gates].map((x) => unstack(x, 1)) as [Tensor[], Tensor[], Tensor[]]; // one for each
  const choose = chooseBySteps(mask, dys.length);
  const [byInput, byState]: [Tensor[], Tensor[]] = [[], []];
  let dState = inputs.dFinalState;
  for (let t = dys.length - 1; t >= 0; t--) {
    const [r, z, n, candidate] = split(parts[t]!, 4, 1) as Four; // 4u columns
    const dOutput = dState === undefined ? dys[t]! : add(dys[t]!, dState);
    const dn = mul(mul(dOutput, sub(1, z)), sub(1, square(n)));
    const dr = mul(mul(dn, candidate), mul(r, sub(1, r)));
    const dz = mul(mul(dOutput, sub(previous[t]!, n)), mul(z, sub(1, z)));
    const ds = concat([dr, dz, mul(dn, r)], 1);
    byInput.unshift(choose[t]!(concat([dr, dz, dn], 1)));
    byState.unshift(choose[t]!(ds));
    dState = choose[t]!(add(mul(dOutput, z), matMul(ds, recurrentKernel, false, true)), dState);
  }
  const states = stack(byState, 1);
  return [stack(byInput, 1), productOverSteps(before, states), sum(states, [0, 1]), dState!]; // time is at least 1
}
