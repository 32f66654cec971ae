import { type Blueprint, build, inference, loadState, type NamedTensors } from '@neurite/core';
import { expectClose, fixture, type NestedNumbers, onEachBackend } from '@neurite/testing';
import {
  add,
  concat,
  reshape,
  slice,
  split,
  type Tensor,
  type Tensor3D,
  tensor,
  tensor2d,
  tensor3d,
  zeros,
} from '@tensorflow/tfjs-core';
import { describe, it } from 'vitest';
import { gru, lstm, type RecurrentOptions, simpleRnn } from '../src/index.js';

type Case = {
  readonly kind: 'SimpleRNN' | 'LSTM' | 'GRU';
  readonly units: number;
  readonly options: RecurrentOptions;
  readonly x: number[][][];
  readonly mask: number[][] | null;
  /** As `layer.get_weights()` gives them. */
  readonly weights: readonly NestedNumbers[];
  readonly y: NestedNumbers;
};

const { cases } = fixture<{ cases: Case[] }>('layers/keras-recurrent');
const layers = { SimpleRNN: simpleRnn, LSTM: lstm, GRU: gru };

/** Keras's weights by our names, as the README says. */
function convert(kind: Case['kind'], [kernel, recurrentKernel, bias]: readonly Tensor[]): NamedTensors {
  if (kind !== 'GRU') return { kernel: kernel!, recurrentKernel: recurrentKernel!, bias: bias! };
  /** z, r, n to r, z, n. */
  const gates = (of: Tensor): Tensor => {
    const [z, r, n] = split(of, 3, -1) as [Tensor, Tensor, Tensor]; // one for each gate
    return concat([r, z, n], -1);
  };
  const [input, state] = split(bias!, 2, 0).map((row) => gates(reshape(row, [row.size]))) as [Tensor, Tensor]; // two rows
  const units = input.size / 3;
  const ofGates = concat([slice(state, [0], [2 * units]), zeros([units])]);
  return {
    kernel: gates(kernel!),
    recurrentKernel: gates(recurrentKernel!),
    bias: add(input, ofGates),
    recurrentBias: slice(state, [2 * units], [units]),
  };
}

onEachBackend(() => {
  describe('weights of Keras give its outputs', () => {
    it.each(cases.map((one, i) => [`case ${i}, ${one.kind} ${JSON.stringify(one.options)}`, one] as const))(
      '%s',
      async (_, one) => {
        const layer = layers[one.kind](one.units, one.options) as Blueprint<Tensor3D, Tensor>; // of a rank that the case says
        using model = build(layer, { input: [null, one.x[0]![0]!.length] });
        loadState(
          model,
          convert(
            one.kind,
            one.weights.map((weight) => tensor(weight as number[])),
          ),
        );
        const mask = one.mask === null ? undefined : tensor2d(one.mask, undefined, 'float32');
        const { outputs } = model.run({ x: tensor3d(one.x), mask }, inference());
        await expectClose(outputs, one.y, { relative: 1e-5, absolute: 1e-5 });
      },
    );
  });
});
