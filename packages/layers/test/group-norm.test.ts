import { ArgumentError, build, inference, RandomStream, ShapeError, spec } from '@neurite/core';
import { expectClose, fixture, onEachBackend } from '@neurite/testing';
import { moments, ones, profile, reshape, tensor2d, tensor4d } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GroupNorm, type GroupNormOptions, groupNorm, layerNorm } from '../src/index.js';
import { expectParity, type ParityCase } from './parity.js';
import { testLayer } from './test-layer.js';

type Case = ParityCase & { readonly groups: number; readonly options: GroupNormOptions };
const { cases } = fixture<{ cases: Case[] }>('layers/group-norm');

testLayer({
  name: 'groupNorm',
  blueprint: groupNorm(2),
  input: [3, 4],
  output: [3, 4],
  parameters: { scale: [4], offset: [4] },
  errors: [
    {
      run: () => groupNorm(0),
      type: ArgumentError,
      message: 'groupNorm: `groups` must be an integer of at least 1; received 0.',
    },
    {
      run: () => groupNorm(2, { epsilon: 0 }),
      type: ArgumentError,
      message: 'groupNorm: `epsilon` must be a finite number above 0; received 0.',
    },
    {
      run: () => groupNorm(2).outputSpec(spec([])),
      type: ShapeError,
      message: 'groupNorm: `input` must be […, channels] without the batch axis; received [].',
    },
    {
      run: () => groupNorm(4).outputSpec(spec([3, 3, 6])),
      type: ShapeError,
      message: 'groupNorm: `input` must have channels that the 4 groups divide; received [3, 3, 6].',
    },
    {
      run: () => new GroupNorm({ channels: 6, groups: 4 }),
      type: ShapeError,
      message: 'groupNorm: `channels` must be a multiple of the 4 groups; received 6.',
    },
    {
      run: (model) => model.forward(ones([2, 3, 6]), inference()),
      type: ShapeError,
      message:
        'groupNorm: `x` must have shape [batch, …, 4]; received [2, 3, 6]. ' +
        'The last axis must equal the channels it was built for.',
    },
  ],
});

testLayer({
  name: 'groupNorm without scale and offset',
  blueprint: groupNorm(1, { affine: false, epsilon: 0.1 }),
  input: [4],
  output: [4],
});

onEachBackend(() => {
  describe('groupNorm as PyTorch', () => {
    it.each(cases.map((one, i) => [`case ${i}, ${one.groups} groups`, one] as const))('%s', (_, one) =>
      expectParity(groupNorm(one.groups, one.options), one, { relative: 1e-5, absolute: 1e-5 }),
    );
  });

  it('gives each group of a sample a mean of 0 and a variance of 1', () =>
    fc.assert(
      fc.asyncProperty(
        fc.nat(1000),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 3 }),
        async (seed, groups, each) => {
          const channels = groups * each;
          using model = build(groupNorm(groups, { epsilon: 1e-9 }), { input: [3, 2, channels] });
          const x = tensor4d(RandomStream.fromSeed(seed).normals(2 * 6 * channels, 5, 2), [2, 3, 2, channels]);
          const y = reshape(model.forward(x, inference()), [2, 6, groups, each]);
          const { mean, variance } = moments(y, [1, 3]);
          const all = (value: number): number[][] => [0, 1].map(() => new Array<number>(groups).fill(value));
          await expectClose(mean, all(0), { absolute: 1e-4 });
          await expectClose(variance, all(1), { relative: 1e-3 });
        },
      ),
      { numRuns: 20 },
    ));

  it('is layerNorm over a sample of one position, where there is one group', async () => {
    const x = tensor2d(RandomStream.fromSeed(1).normals(12), [3, 4]);
    using group = build(groupNorm(1), { input: [4] });
    using layer = build(layerNorm(), { input: [4] });
    await expectClose(group.forward(x, inference()), layer.forward(x, inference()));
  });

  it('is one kernel', async () => {
    using model = build(groupNorm(2), { input: [2] });
    const { kernels } = await profile(() => model.forward(ones([3, 2]), inference()));
    expect(kernels.filter(({ name }) => name === 'GroupNorm')).toHaveLength(1);
  });
});
