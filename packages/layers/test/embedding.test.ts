import {
  ArgumentError,
  build,
  constant,
  DtypeError,
  inference,
  loadState,
  RandomStream,
  ShapeError,
  tokens,
} from '@neurite/core';
import { expectClose, expectError, fixture, onEachBackend } from '@neurite/testing';
import { matMul, oneHot, reshape, type Tensor, type Tensor2D, tensor2d, zeros } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { embedding } from '../src/index.js';
import { expectParity, type ParityCase } from './parity.js';
import { testLayer } from './test-layer.js';

type Case = ParityCase & { readonly vocabularySize: number; readonly dimension: number };
const { cases } = fixture<{ cases: Case[] }>('layers/embedding');

testLayer({
  name: 'embedding',
  blueprint: embedding(5, 2),
  ids: 5,
  input: tokens([4]),
  masks: true,
  output: [4, 2],
  parameters: { embeddings: [5, 2] },
  errors: [
    {
      run: () => embedding(0, 2),
      type: ArgumentError,
      message: 'embedding: `vocabularySize` must be an integer of at least 1; received 0.',
    },
    {
      run: () => embedding(5, 1.5),
      type: ArgumentError,
      message: 'embedding: `dimension` must be an integer of at least 1; received 1.5.',
    },
    {
      run: () => embedding(5, 2).outputSpec(tokens([4, 3])),
      type: ShapeError,
      message: 'embedding: `input` must be [time] without the batch axis; received int32 [4, 3].',
    },
    {
      run: (model) => model.forward(zeros([2, 4]), inference()),
      type: DtypeError,
      message: "embedding: `x` must be int32; received float32. Convert the ids with cast(x, 'int32').",
    },
    {
      run: (model) => model.forward(zeros([4], 'int32'), inference()),
      type: ShapeError,
      message: 'embedding: `x` must have shape [batch, time]; received [4].',
    },
  ],
});

onEachBackend(() => {
  describe('embedding as PyTorch', () => {
    it.each(cases.map((one) => [`${one.vocabularySize} ids, ${one.dimension} features each`, one] as const))(
      '%s',
      (_, one) => expectParity(embedding(one.vocabularySize, one.dimension), one),
    );
  });

  it('is a one-hot vector times a kernel', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 7 }),
        fc.integer({ min: 1, max: 3 }),
        fc.nat(3),
        fc.nat(4),
        async (count, dimension, batch, time) => {
          using model = build(embedding(count, dimension), { input: tokens([null]) });
          const random = RandomStream.fromSeed(count);
          const embeddings = tensor2d(random.normals(count * dimension), [count, dimension]);
          loadState(model, { embeddings });
          const ids = Int32Array.from({ length: batch * time }, () => Math.floor(random.uniform() * count));
          const x = tensor2d(ids, [batch, time], 'int32');
          const y = model.forward(x, inference());
          expect(y.shape).toEqual([batch, time, dimension]);
          if (ids.length === 0) return;
          const hot: Tensor2D = reshape(oneHot(x, count) as Tensor, [ids.length, count]);
          await expectClose(reshape(y, [ids.length, dimension]), matMul(hot, embeddings));
        },
      ),
      { numRuns: 30 },
    ));

  it('starts as its initializer says', async () => {
    using model = build(embedding(2, 2, { embeddingsInitializer: constant(3) }), { input: tokens([null]) });
    await expectClose(model.forward(tensor2d([[1]], [1, 1], 'int32'), inference()), [[[3, 3]]]);
  });

  it.each([-1, 5])('names the id %s that a backend refuses', async (id) => {
    using model = build(embedding(5, 2), { input: tokens([null]) });
    await expectError(
      () => model.forward(tensor2d([[id]], [1, 1], 'int32'), inference()),
      ArgumentError,
      `embedding: \`x\` must hold ids from 0 to 4; received ${id}. Map unknown words to an id of their own, or build the layer with a larger vocabularySize.`,
    );
  });
});
