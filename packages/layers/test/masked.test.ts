import { ArgumentError, build, inference, ShapeError, spec, tokens } from '@neurite/core';
import { expectClose, expectError, onEachBackend } from '@neurite/testing';
import { ones, type Rank, tensor2d } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import {
  bidirectional,
  concatenate,
  conv2d,
  dense,
  embedding,
  gru,
  identity,
  inputs,
  lstm,
  masked,
  sequential,
} from '../src/index.js';
import { testLayer } from './test-layer.js';

testLayer({
  name: 'masked',
  blueprint: masked(sequential(dense(2), gru(2))),
  input: { x: [3, 2], mask: [3] },
  output: [2],
  parameters: {
    'network.layers.0.kernel': [2, 2],
    'network.layers.0.bias': [2],
    'network.layers.1.kernel': [2, 6],
    'network.layers.1.recurrentKernel': [2, 6],
    'network.layers.1.bias': [6],
    'network.layers.1.recurrentBias': [2],
  },
  errors: [
    {
      run: () => masked(gru(2)).outputSpec(spec([3, 2])),
      type: ShapeError,
      message: 'masked: `input` must be a record with the fields x, mask; received [3, 2].',
    },
    {
      run: () => masked(gru(2)).outputSpec({ x: spec([3, 2]), mask: spec([3]), y: spec([3]) }),
      type: ShapeError,
      message: 'masked: `input` must be a record with the fields x, mask; received { x: [3, 2], mask: [3], y: [3] }.',
    },
    {
      run: () => masked(gru(2)).outputSpec({ x: spec([3, 2]), mask: spec([3, 1]) }),
      type: ShapeError,
      message: 'masked (mask): `input` must be [time] without the batch axis; received [3, 1].',
    },
    {
      run: (model) =>
        model.run({ x: { x: ones([1, 3, 2]), mask: ones([1, 3]) } as never, mask: ones([1, 3]) }, inference()),
      type: ArgumentError,
      message: 'masked: `mask` must be left out, as it is a part of `x`; received a mask.',
    },
  ],
});

onEachBackend(() => {
  it('leaves out what is padded, whatever the dtype of the mask', async () => {
    const network = sequential(embedding(9, 3), bidirectional(lstm(4)), dense(2));
    using model = build(masked(network), { input: { x: tokens([null]), mask: tokens([null]) }, seed: 7 });
    const of = (row: number[], mask: number[]) => ({
      x: tensor2d([row], undefined, 'int32'),
      mask: tensor2d([mask], undefined, 'int32'),
    });
    const short = model.forward(of([4, 8], [1, 1]), inference());
    const padded = model.forward(of([4, 8, 3, 3], [1, 1, 0, 0]), inference());
    await expectClose(padded, short);
  });

  it('is a branch of several inputs, and joins what has no mask', () => {
    const words = masked(sequential(embedding(9, 3), gru(4)));
    const network = sequential(inputs({ words, table: identity() }), concatenate(), dense(1));
    using model = build(network, { input: { words: { x: tokens([null]), mask: [null] }, table: [3] } });
    const x = {
      words: { x: tensor2d([[1, 2]], [1, 2], 'int32'), mask: ones<Rank.R2>([1, 2]) },
      table: ones<Rank.R2>([1, 3]),
    };
    expect(model.forward(x, inference()).shape).toEqual([1, 1]);
  });

  it('is refused by a layer that mixes steps and knows no masks', async () => {
    using model = build(masked(sequential(conv2d(1, 2))), { input: { x: [3, 3, 1], mask: [3] } });
    await expectError(
      () => model.forward({ x: ones([1, 3, 3, 1]), mask: ones([1, 3]) }, inference()),
      ArgumentError,
      'conv2d (layer 0 of sequential, network of masked): `mask` must be left out, as this module mixes the steps of a ' +
        'sequence; received a mask. Give it a run of its own, or set tokenwise where it treats each step alone.',
    );
  });
});
