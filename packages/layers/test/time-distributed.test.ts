import { build, type Context, inference, RandomStream, randomKeys, ShapeError, spec } from '@neurite/core';
import { expectClose, onEachBackend } from '@neurite/testing';
import {
  ones,
  type Rank,
  reshape,
  stack,
  type Tensor,
  type Tensor4D,
  tensor5d,
  unstack,
  zeros,
} from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import {
  batchNorm,
  conv2d,
  dense,
  dropout,
  flatten,
  gru,
  reshape as reshaped,
  sequential,
  timeDistributed,
} from '../src/index.js';
import { testLayer } from './test-layer.js';

type Forward = { forward(x: unknown, context: unknown): unknown };

testLayer({
  name: 'timeDistributed',
  blueprint: timeDistributed(sequential(conv2d(2, 2), flatten(), dropout(0.3))),
  input: [3, 2, 3, 1],
  output: [3, 4],
  parameters: { 'inner.layers.0.kernel': [2, 2, 1, 2], 'inner.layers.0.bias': [2] },
  masks: true,
  errors: [
    {
      run: () => timeDistributed(flatten()).outputSpec(spec([])),
      type: ShapeError,
      message: 'timeDistributed: `input` must be [time, …] without the batch axis; received [].',
    },
    {
      run: () => timeDistributed(conv2d(2, 2)).outputSpec(spec([3, 4])),
      type: ShapeError,
      message:
        'conv2d (inner of timeDistributed): `input` must be [height, width, channels] without the batch axis; ' +
        'received [4].',
    },
    {
      run: (model) => (model as Forward).forward(zeros([2]), inference()),
      type: ShapeError,
      message: 'timeDistributed: `x` must have shape [batch, time, …]; received [2].',
    },
  ],
});

onEachBackend(() => {
  it('answers about a sequence as about each step', async () => {
    using sequence = build(timeDistributed(conv2d(3, 2)), { input: [null, 4, 4, 2], seed: 7 });
    using step = build(conv2d(3, 2), { input: [4, 4, 2], seed: 7 });
    const x = tensor5d(RandomStream.fromSeed(1).normals(2 * 3 * 32), [2, 3, 4, 4, 2]);
    const { inner } = sequence as unknown as { readonly inner: typeof step };
    const each = unstack(x, 1).map((one) => inner.forward(one as Tensor4D, inference()));
    await expectClose(sequence.forward(x, inference()), stack(each, 1));
  });

  it('is dense on the last axis, which needs no help', async () => {
    using one = build(timeDistributed(dense(3)), { input: [null, 2] });
    expect(one.forward(ones([2, 5, 2]), inference()).shape).toEqual([2, 5, 3]);
  });

  it('stands before a recurrent layer', () => {
    const network = sequential(timeDistributed(sequential(flatten(), dense(4), batchNorm())), gru(2));
    using model = build(network, { input: [null, 3, 3] });
    expect(model.forward(ones<Rank.R4>([2, 5, 3, 3]), inference()).shape).toEqual([2, 2]);
  });

  it('tells the rows of its steps', async () => {
    const seen: unknown[] = [];
    const watch = timeDistributed(sequential(flatten(), reshaped([2, 1])));
    using model = build(watch, { input: [3, 2] });
    const { inner } = model as unknown as { readonly inner: { forward(x: Tensor, context: Context): Tensor } };
    const forward = inner.forward.bind(inner);
    inner.forward = (x, context) => {
      seen.push(context.rows);
      return forward(x, context);
    };
    const context: Context = { training: true, random: randomKeys(RandomStream.fromSeed(1)), rows: { first: 4 } };
    const y = model.forward(ones([2, 3, 2]), context);
    expect(seen).toEqual([{ first: 12 }]);
    await expectClose(reshape(y, [12]), new Array(12).fill(1));
  });
});
