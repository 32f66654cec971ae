import {
  build,
  type Context,
  collectPenalties,
  inference,
  RandomStream,
  randomKeys,
  ShapeError,
  stateDict,
  tokens,
  trainables,
  valueAndGradients,
} from '@neurite/core';
import { expectClose, onEachBackend, onLastBackend } from '@neurite/testing';
import { add, memory, profile, type Scalar, square, sum, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { assert, expect, it } from 'vitest';
import {
  activityPenalty,
  batchNorm,
  dense,
  dropout,
  embedding,
  gelu,
  layerNorm,
  parallel,
  relu,
  remat,
  repeat,
  residual,
  sequential,
  spectralNorm,
  weightPenalty,
} from '../src/index.js';
import { testLayer } from './test-layer.js';

testLayer({
  name: 'remat',
  blueprint: remat(sequential(dense(2), batchNorm(), relu())),
  input: [3, 2],
  output: [3, 2],
  parameters: {
    'inner.layers.0.kernel': [2, 2],
    'inner.layers.0.bias': [2],
    'inner.layers.1.scale': [2],
    'inner.layers.1.offset': [2],
    'inner.layers.1.runningMean': [2],
    'inner.layers.1.runningVariance': [2],
  },
  buffers: ['inner.layers.1.runningMean', 'inner.layers.1.runningVariance'],
  errors: [
    {
      run: () => build(remat(parallel([relu(), relu()]) as never), { input: [2] }),
      type: ShapeError,
      message: 'remat: `input` must be one tensor; received ([2], [2]). Take one of them, or join them first.',
    },
  ],
});

const training = (): Context => ({ training: true, random: randomKeys(RandomStream.fromSeed(1)) });

onEachBackend(() => {
  it('gives the values, gradients, draws, buffers and penalties of the layer itself', async () => {
    const block = sequential(spectralNorm(dense(4)), batchNorm(), dropout(0.5), activityPenalty({ l2: 0.3 }), dense(3));
    const x = tensor(RandomStream.fromSeed(2).normals(15), [5, 3]);
    const answer = async (blueprint: typeof block) => {
      using model = build(sequential(blueprint), { input: [3], seed: 7 });
      const { value, gradients } = valueAndGradients(
        () => {
          const { result, penalty } = collectPenalties(training(), (context) => model.forward(x as never, context));
          return add(sum(square(result as Tensor)), penalty!) as Scalar;
        },
        { ...trainables(model), x },
      );
      const state = Object.values(stateDict(model));
      return Promise.all([value, ...Object.values(gradients), ...state].map((of) => of.array() as Promise<number[]>));
    };
    // A wrapper whose paths are the same.
    const [own, expected] = [await answer(remat(block)), await answer(weightPenalty(block, {}))];
    expect(own.length).toBe(expected.length);
    for (const [i, value] of own.entries()) await expectClose(tensor(value as number[]), expected[i]!);
  });

  it('takes the gradient of what is inside by an input of ids', async () => {
    using model = build(remat(embedding(4, 2)), { input: tokens([2]), seed: 7 });
    const x = tensor([[1, 3]], [1, 2], 'int32') as never;
    const { gradients } = valueAndGradients(() => sum(model.forward(x, training())), trainables(model));
    await expectClose(gradients['inner.embeddings']!, [
      [0, 0],
      [1, 1],
      [0, 0],
      [1, 1],
    ]);
  });
});

onLastBackend(() => {
  it('brings the memory of a network of 24 blocks to about a fifth', async () => {
    const block = residual(sequential(layerNorm(), dense(64), gelu(), dense(16)));
    const x = tensor(RandomStream.fromSeed(2).normals(16 * 256), [256, 16]) as never;
    const peak = async (blueprint: typeof block): Promise<number> => {
      using model = build(repeat(24, blueprint), { input: [16], seed: 7 });
      const before = memory().numBytes;
      const { peakBytes } = await profile(() => {
        const { value, gradients } = valueAndGradients(
          () => sum(square(model.forward(x, training()) as Tensor)),
          trainables(model),
        );
        return [value, ...Object.values(gradients)];
      });
      return peakBytes - before;
    };
    const [whole, small] = [await peak(block), await peak(remat(block))];
    assert.isBelow(small / whole, 0.23);
    using model = build(remat(block), { input: [16], seed: 7 });
    expect(model.forward(x, inference()).shape).toEqual([256, 16]);
  });
});
