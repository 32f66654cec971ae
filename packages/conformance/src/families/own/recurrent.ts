import {
  fusedGruSequence,
  fusedLstmSequence,
  fusedMaskedGruSequence,
  fusedMaskedLstmSequence,
  fusedMaskedSimpleRnnSequence,
  fusedSimpleRnnSequence,
} from '@neurite/ops';
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { constant, type Draw } from '../../draw.js';
import { at, fill, type Nd } from '../../nd.js';
import type { Case, OperationSpec } from '../../operation-spec.js';
import { sigmoid } from '../../special-functions.js';
import { total } from '../products.js';

/** One unit in one step: its columns of x and of hₜ₋₁ · recurrentKernel, and the state before. */
type Unit = (
  column: { readonly x: (gate: number) => number; readonly product: (gate: number) => number },
  before: { readonly h: number; readonly c: number },
) => { readonly h: number; readonly c: number };

/** A recurrence: how many gates it has, its states, and what a unit does. */
type Recurrence = {
  readonly gates: number;
  readonly hasBias?: boolean;
  readonly hasCell?: boolean;
  readonly isMasked?: boolean;
  readonly unit: Unit;
  readonly run: Case['run'];
};

const lstm: Unit = ({ x, product }, before) => {
  const [i, f, g, o] = [0, 1, 2, 3].map((gate) => x(gate) + product(gate)) as [number, number, number, number];
  const c = sigmoid(f) * before.c + sigmoid(i) * Math.tanh(g);
  return { h: sigmoid(o) * Math.tanh(c), c };
};

const gru: Unit = ({ x, product }, before) => {
  const [r, z] = [sigmoid(x(0) + product(0)), sigmoid(x(1) + product(1))];
  const n = Math.tanh(x(2) + r * product(2));
  return { h: (1 - z) * n + z * before.h, c: 0 };
};

const plain =
  (activate: (z: number) => number): Unit =>
  ({ x, product }) => ({ h: activate(x(0) + product(0)), c: 0 });

/** Step by step, unit by unit; a masked step keeps the states, and its output is 0. */
function reference(
  { hasBias = false, hasCell = false, isMasked = false, unit }: Recurrence,
  [x, kernel, ...rest]: readonly Nd[],
): readonly Nd[] {
  const bias = hasBias ? rest.shift()! : undefined;
  let h = rest.shift()!;
  let c = hasCell ? rest.shift()! : h;
  const mask = isMasked ? rest.shift()! : undefined;
  const [batch, units] = h.shape as [number, number];
  const time = x!.shape[1]!;
  const outputs = fill([batch, time, units], () => 0);
  for (let t = 0; t < time; t++) {
    const [oldH, oldC] = [h, c];
    const counts = (n: number): boolean => mask === undefined || at(mask, [n, t]) !== 0;
    const next = ([n, u]: readonly number[]): ReturnType<Unit> => {
      const before = { h: at(oldH, [n!, u!]), c: at(oldC, [n!, u!]) };
      if (!counts(n!)) return before;
      return unit(
        {
          x: (gate) => at(x!, [n!, t, gate * units + u!]),
          product: (gate) =>
            (bias?.data[gate * units + u!] ?? 0) +
            total(units, (i) => at(oldH, [n!, i]) * at(kernel!, [i, gate * units + u!])),
        },
        before,
      );
    };
    h = fill([batch, units], (index) => next(index).h);
    c = fill([batch, units], (index) => next(index).c);
    h.data.forEach((value, i) => {
      const [n, u] = [Math.floor(i / units), i % units];
      if (counts(n)) outputs.data[(n * time + t) * units + u] = value;
    });
  }
  return [outputs, ...(isMasked ? [h] : []), ...(hasCell ? [c] : [])];
}

function sequence(name: string, recurrence: Recurrence): OperationSpec {
  const { gates, hasBias, hasCell, isMasked, run } = recurrence;
  return {
    name,
    without: ['huge', 'infinite'],
    draw: (draw: Draw): Case => {
      const [batch, time, units] = [draw.size(1, 3), draw.some(1, 3), draw.some(1, 3)];
      return {
        inputs: [
          draw.floats([batch, time, gates * units]),
          draw.floats([units, gates * units]),
          ...(hasBias ? [draw.floats([gates * units])] : []),
          draw.floats([batch, units]),
          ...(hasCell ? [draw.floats([batch, units])] : []),
          ...(isMasked ? [constant({ ...draw.bools([batch, time]), dtype: 'float32' as const })] : []),
        ],
        run,
        reference: (...inputs) => reference(recurrence, inputs),
      };
    },
  };
}

type Two = [x: Tensor3D, recurrentKernel: Tensor2D];
const values = (outputs: object): Tensor[] => Object.values(outputs);

/** Recurrent sequences in one kernel. */
export const recurrent: readonly OperationSpec[] = [
  sequence('fusedLstmSequence', {
    gates: 4,
    hasCell: true,
    unit: lstm,
    run: (...[x, recurrentKernel, initialState, initialCell]: [...Two, Tensor2D, Tensor2D]) =>
      values(fusedLstmSequence({ x, recurrentKernel, initialState, initialCell })),
  }),
  sequence('fusedGruSequence', {
    gates: 3,
    hasBias: true,
    unit: gru,
    run: (...[x, recurrentKernel, recurrentBias, initialState]: [...Two, Tensor1D, Tensor2D]) =>
      fusedGruSequence({ x, recurrentKernel, recurrentBias, initialState }),
  }),
  sequence('fusedSimpleRnnSequence, tanh', {
    gates: 1,
    unit: plain(Math.tanh),
    run: (...[x, recurrentKernel, initialState]: [...Two, Tensor2D]) =>
      fusedSimpleRnnSequence({ x, recurrentKernel, initialState }),
  }),
  sequence('fusedSimpleRnnSequence, relu', {
    gates: 1,
    unit: plain((z) => Math.max(z, 0)),
    run: (...[x, recurrentKernel, initialState]: [...Two, Tensor2D]) =>
      fusedSimpleRnnSequence({ x, recurrentKernel, initialState }, { activation: 'relu' }),
  }),
  sequence('fusedMaskedLstmSequence', {
    gates: 4,
    hasCell: true,
    isMasked: true,
    unit: lstm,
    run: (...[x, recurrentKernel, initialState, initialCell, mask]: [...Two, Tensor2D, Tensor2D, Tensor2D]) =>
      values(fusedMaskedLstmSequence({ x, recurrentKernel, initialState, initialCell, mask })),
  }),
  sequence('fusedMaskedGruSequence', {
    gates: 3,
    hasBias: true,
    isMasked: true,
    unit: gru,
    run: (...[x, recurrentKernel, recurrentBias, initialState, mask]: [...Two, Tensor1D, Tensor2D, Tensor2D]) =>
      values(fusedMaskedGruSequence({ x, recurrentKernel, recurrentBias, initialState, mask })),
  }),
  sequence('fusedMaskedSimpleRnnSequence', {
    gates: 1,
    isMasked: true,
    unit: plain(Math.tanh),
    run: (...[x, recurrentKernel, initialState, mask]: [...Two, Tensor2D, Tensor2D]) =>
      values(fusedMaskedSimpleRnnSequence({ x, recurrentKernel, initialState, mask })),
  }),
];
