import { build, inference } from '@neurite/core';
import { gru, lstm, type SimpleRnn, simpleRnn } from '@neurite/layers';
import { dispose, tensor1d, tensor2d, tensor3d } from '@tensorflow/tfjs-core';
import type { LayersState } from './layers-state.js';

/** Numbers in the state of the cells whose weights are drawn. */
const UNITS = 3;

/** The state after each time: `[time][unit]`. */
export type States = readonly (readonly number[])[];

/** Runs a recurrent layer over the series, and gives the state after each time. */
export async function unroll({
  series,
  cell,
  w,
  u,
  b,
  seed,
}: Pick<LayersState, 'series' | 'cell' | 'w' | 'u' | 'b' | 'seed'>): Promise<States> {
  const options = { input: [series.length, 1], seed } as const;
  const sequences = { returnSequences: true } as const;
  using layer =
    cell === 'simpleRnn'
      ? build(simpleRnn(1, sequences), options)
      : build(cell === 'lstm' ? lstm(UNITS, sequences) : gru(UNITS, sequences), options);
  if (cell === 'simpleRnn') {
    const plain = layer as SimpleRnn<true>; // built a line above
    plain.kernel.assign(tensor2d([[w]]));
    plain.recurrentKernel.assign(tensor2d([[u]]));
    plain.bias!.assign(tensor1d([b])); // it has one by default
  }
  const x = tensor3d([series.map((value) => [value])]);
  const states = layer.forward(x, inference());
  const units = states.shape[2];
  const numbers = Array.from(await states.data());
  dispose([x, states]);
  return series.map((_, time) => numbers.slice(time * units, (time + 1) * units));
}
