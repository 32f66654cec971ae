import { build, inference } from '@neurite/core';
import { type Gru, gru, type Lstm, lstm, type SimpleRnn, simpleRnn } from '@neurite/layers';
import { dispose, type Tensor, tensor1d, tensor2d, tensor3d } from '@tensorflow/tfjs-core';
import type { CellWeights } from './gates.js';
import type { LayersState } from './layers-state.js';

/** Numbers in the state of the cells whose weights are drawn. */
const UNITS = 3;

/** A layer that has run over a series. */
export type Unrolled = {
  /** The state after each time: `[time][unit]`. */
  readonly states: readonly (readonly number[])[];
  /** Its weights, where they were drawn. */
  readonly weights: CellWeights | undefined;
};

/** Runs a recurrent layer over the series. */
export async function unroll({
  series,
  cell,
  w,
  u,
  b,
  seed,
}: Pick<LayersState, 'series' | 'cell' | 'w' | 'u' | 'b' | 'seed'>): Promise<Unrolled> {
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
  return {
    states: series.map((_, time) => numbers.slice(time * units, (time + 1) * units)),
    weights: cell === 'simpleRnn' ? undefined : await weightsOf(layer as Gru<true> | Lstm<true>), // built above
  };
}

async function weightsOf(layer: Gru<true> | Lstm<true>): Promise<CellWeights> {
  const read = async (parameter: { readonly value: Tensor } | undefined): Promise<number[]> =>
    parameter === undefined ? [] : Array.from(await parameter.value.data());
  return {
    kernel: await read(layer.kernel),
    recurrentKernel: await read(layer.recurrentKernel),
    bias: await read(layer.bias),
    recurrentBias: 'recurrentBias' in layer ? await read(layer.recurrentBias) : [],
  };
}
