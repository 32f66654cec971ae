import { lstmSequenceGradOperation, lstmSequenceOperation } from '@neurite/ops';
import { matMul, stack, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import type { Dialect } from '../../shader.js';
import { type FusedKernel, fusedKernel } from '../fused-kernel.js';
import { delayed, flatSteps, productOverSteps, runStep } from './steps.js';

type State = 'recurrentKernel' | 'initialState' | 'initialCell';

/** i, f, g and o of a unit: four parts of a row that is 4u wide. */
function gatesAt({ float, at }: Dialect, row: string): string {
  const gate = (name: string, part: number): string =>
    `${float} ${name} = ${at('gates', row, `${part} * units + unit`, '(4 * units)')};`;
  return ['i', 'f', 'g', 'o'].map(gate).join(' ');
}

/** Four programs for each step instead of nineteen. */
export const lstmSequence: FusedKernel = fusedKernel<'x' | State, object>(
  lstmSequenceOperation,
  (target, { x, recurrentKernel, initialState, initialCell }) =>
    tidy(() => {
      const [batch, time] = x.shape as [number, number, number]; // [batch, time, 4u]
      const units = recurrentKernel.shape[0]!;
      const inputs = flatSteps(x);
      // The engine passes tensors.
      let [state, cell] = [initialState as Tensor2D, initialCell as Tensor2D];
      const [outputs, allGates, cells]: [Tensor2D[], Tensor2D[], Tensor2D[]] = [[], [], []];
      for (let step = 0; step < time; step++) {
        const shared = { batch, time, step, units };
        const gates = runStep(target, {
          ...shared,
          name: 'LstmGates',
          width: 4 * units,
          inputs: { x: inputs, product: matMul(state, recurrentKernel as Tensor2D) },
          body: ({ float, at }) => `
            ${float} z = ${at('x', 'stepRow', 'column')} + ${at('product', 'row', 'column')};
            if (part == 2) { result = squash(z); } else { result = sigmoid(z); }`,
        });
        cell = runStep(target, {
          ...shared,
          name: 'LstmCell',
          width: units,
          inputs: { gates, cell },
          body: (dialect) => `${gatesAt(dialect, 'row')} result = f * ${dialect.at('cell', 'row', 'unit')} + i * g;`,
        });
        state = runStep(target, {
          ...shared,
          name: 'LstmState',
          width: units,
          inputs: { gates, cell },
          body: (dialect) => `${gatesAt(dialect, 'row')} result = o * squash(${dialect.at('cell', 'row', 'unit')});`,
        });
        outputs.push(state);
        allGates.push(gates);
        cells.push(cell);
      }
      return [stack(outputs, 1), cell, stack(allGates, 1), stack(cells, 1)];
    }),
);

/** Four programs for each step instead of thirty. */
export const lstmSequenceGrad: FusedKernel = fusedKernel<
  'dOutputs' | 'dFinalCell' | 'outputs' | 'gates' | 'cells' | State,
  object
>(lstmSequenceGradOperation, (target, inputs) =>
  tidy(() => {
    const { recurrentKernel, initialState, initialCell } = inputs;
    const [batch, time, units] = inputs.cells.shape as [number, number, number]; // [batch, time, u]
    const [dOutputs, gates, cells] = [flatSteps(inputs.dOutputs), flatSteps(inputs.gates), flatSteps(inputs.cells)];
    const before = flatSteps(delayed(inputs.cells, initialCell));
    const steps: Tensor2D[] = [];
    let dState: Tensor2D | undefined;
    let carried = inputs.dFinalCell as Tensor2D; // the engine passes tensors
    for (let step = time - 1; step >= 0; step--) {
      const shared = { batch, time, step, units };
      const state = dState === undefined ? {} : { dState };
      const dOutput = ({ at }: Dialect): string =>
        `(${at('dOutputs', 'stepRow', 'unit', 'units')}${dState === undefined ? '' : ` + ${at('dState', 'row', 'unit', 'units')}`})`;
      const suffix = dState === undefined ? ' at the end' : '';
      const dCell = runStep(target, {
        ...shared,
        name: `LstmCellGrad${suffix}`,
        width: units,
        inputs: { dOutputs, gates, cells, carried, ...state },
        body: (dialect) => `
          ${gatesAt(dialect, 'stepRow')}
          ${dialect.float} squashed = squash(${dialect.at('cells', 'stepRow', 'unit')});
          result = ${dialect.at('carried', 'row', 'unit')} + ${dOutput(dialect)} * o * (1.0 - squashed * squashed);`,
      });
      const dx = runStep(target, {
        ...shared,
        name: `LstmGatesGrad${suffix}`,
        width: 4 * units,
        inputs: { dOutputs, gates, cells, before, dCell, ...state },
        body: (dialect) => `
          ${gatesAt(dialect, 'stepRow')}
          ${dialect.float} dC = ${dialect.at('dCell', 'row', 'unit', 'units')};
          if (part == 0) { result = dC * g * i * (1.0 - i); }
          else if (part == 1) { result = dC * ${dialect.at('before', 'stepRow', 'unit', 'units')} * f * (1.0 - f); }
          else if (part == 2) { result = dC * i * (1.0 - g * g); }
          else { result = ${dOutput(dialect)} * squash(${dialect.at('cells', 'stepRow', 'unit', 'units')}) * o * (1.0 - o); }`,
      });
      carried = runStep(target, {
        ...shared,
        name: 'LstmCarried',
        width: units,
        inputs: { gates, dCell },
        body: (dialect) => `${gatesAt(dialect, 'stepRow')} result = ${dialect.at('dCell', 'row', 'unit')} * f;`,
      });
      steps.unshift(dx);
      dState = matMul(dx, recurrentKernel as Tensor2D, false, true);
    }
    const dx = stack(steps, 1);
    // Time is at least 1.
    return [dx, productOverSteps(delayed(inputs.outputs, initialState), dx), dState!, carried];
  }),
);
