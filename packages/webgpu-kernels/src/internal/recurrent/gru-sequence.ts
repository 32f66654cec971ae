import { gruSequenceGradOperation, gruSequenceOperation } from '@neurite/ops';
import { matMul, stack, sum, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import type { Dialect } from '../../shader.js';
import { type FusedKernel, fusedKernel } from '../fused-kernel.js';
import { delayed, flatSteps, productOverSteps, runStep } from './steps.js';

/** r, z, n and the candidate of a unit: four parts of a row that is 4u wide. */
function gatesAt({ float, at }: Dialect, row: string): string {
  const gate = (name: string, part: number): string =>
    `${float} ${name} = ${at('gates', row, `${part} * units + unit`, '(4 * units)')};`;
  return ['r', 'z', 'n', 'candidate'].map(gate).join(' ');
}

/** Three programs for each step instead of nineteen. */
export const gruSequence: FusedKernel = fusedKernel<'x' | 'recurrentKernel' | 'recurrentBias' | 'initialState', object>(
  gruSequenceOperation,
  (target, { x, recurrentKernel, recurrentBias, initialState }) =>
    tidy(() => {
      const [batch, time] = x.shape as [number, number, number]; // [batch, time, 3u]
      const units = recurrentKernel.shape[0]!;
      const inputs = flatSteps(x);
      let state = initialState as Tensor2D; // the engine passes tensors
      const [outputs, allGates]: [Tensor2D[], Tensor2D[]] = [[], []];
      for (let step = 0; step < time; step++) {
        const shared = { batch, time, step, units };
        const gates = runStep(target, {
          ...shared,
          name: 'GruGates',
          width: 4 * units,
          inputs: { x: inputs, product: matMul(state, recurrentKernel as Tensor2D), bias: recurrentBias },
          body: ({ float, at, of }) => {
            const byState = (part: number): string =>
              `${at('product', 'row', `${part} * units + unit`, '(3 * units)')} + ${of('bias', `${part} * units + unit`)}`;
            const byInput = (part: number): string => at('x', 'stepRow', `${part} * units + unit`, '(3 * units)');
            return `
            ${float} candidate = ${byState(2)};
            if (part == 1) { result = sigmoid(${byInput(1)} + ${byState(1)}); }
            else if (part == 3) { result = candidate; }
            else {
              result = sigmoid(${byInput(0)} + ${byState(0)});
              if (part == 2) { result = squash(${byInput(2)} + result * candidate); }
            }`;
          },
        });
        state = runStep(target, {
          ...shared,
          name: 'GruState',
          width: units,
          inputs: { gates, state },
          body: (dialect) => `${gatesAt(dialect, 'row')} result = n + z * (${dialect.at('state', 'row', 'unit')} - n);`,
        });
        outputs.push(state);
        allGates.push(gates);
      }
      return [stack(outputs, 1), stack(allGates, 1)];
    }),
);

/** Four programs for each step instead of thirty. */
export const gruSequenceGrad: FusedKernel = fusedKernel<
  'dOutputs' | 'recurrentKernel' | 'initialState' | 'outputs' | 'gates',
  object
>(gruSequenceGradOperation, (target, inputs) =>
  tidy(() => {
    const [batch, time, units] = inputs.outputs.shape as [number, number, number]; // [batch, time, u]
    const [dOutputs, gates] = [flatSteps(inputs.dOutputs), flatSteps(inputs.gates)];
    const states = delayed(inputs.outputs, inputs.initialState);
    const before = flatSteps(states);
    const [byInput, byState]: [Tensor2D[], Tensor2D[]] = [[], []];
    let dState: Tensor2D | undefined;
    for (let step = time - 1; step >= 0; step--) {
      const shared = { batch, time, step, units };
      const suffix = dState === undefined ? ' at the end' : '';
      const given = { dOutputs, gates, ...(dState === undefined ? {} : { dState }) };
      const dOutput = ({ at }: Dialect): string =>
        `(${at('dOutputs', 'stepRow', 'unit', 'units')}${dState === undefined ? '' : ` + ${at('dState', 'row', 'unit', 'units')}`})`;
      const gateGradients = (dialect: Dialect, last: string): string => `
        ${gatesAt(dialect, 'stepRow')}
        ${dialect.float} dOut = ${dOutput(dialect)};
        ${dialect.float} dn = dOut * (1.0 - z) * (1.0 - n * n);
        if (part == 0) { result = dn * candidate * r * (1.0 - r); }
        else if (part == 1) { result = dOut * (${dialect.at('before', 'stepRow', 'unit', 'units')} - n) * z * (1.0 - z); }
        else { result = ${last}; }`;
      const program = { ...shared, width: 3 * units, inputs: { ...given, before } };
      byInput.unshift(
        runStep(target, { ...program, name: `GruInputGrad${suffix}`, body: (dialect) => gateGradients(dialect, 'dn') }),
      );
      byState.unshift(
        runStep(target, {
          ...program,
          name: `GruStateGrad${suffix}`,
          body: (dialect) => gateGradients(dialect, 'dn * r'),
        }),
      );
      const product = matMul(byState[0]!, inputs.recurrentKernel as Tensor2D, false, true); // the engine passes tensors
      dState = runStep(target, {
        ...shared,
        name: `GruCarried${suffix}`,
        width: units,
        inputs: { ...given, product },
        body: (dialect) => `
          ${gatesAt(dialect, 'stepRow')}
          result = ${dOutput(dialect)} * z + ${dialect.at('product', 'row', 'unit')};`,
      });
    }
    const stacked = stack(byState, 1);
    // Time is at least 1.
    return [stack(byInput, 1), productOverSteps(states, stacked), sum(stacked, [0, 1]), dState!];
  }),
);
