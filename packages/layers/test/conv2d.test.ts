import { ArgumentError, build, constant, inference, RandomStream, ShapeError, spec } from '@neurite/core';
import { expectClose, fixture, onEachBackend } from '@neurite/testing';
import { slice, type Tensor4D, tensor, zeros } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { Conv2d, type Conv2dOptions, conv2d, type Size2d } from '../src/index.js';
import { expectParity, type ParityCase } from './parity.js';
import { testLayer } from './test-layer.js';

type Case = ParityCase & { readonly filters: number; readonly kernelSize: Size2d; readonly options: Conv2dOptions };
const { cases } = fixture<{ cases: Case[] }>('layers/conv2d');

testLayer({
  name: 'conv2d',
  blueprint: conv2d(2, [3, 2]),
  input: [4, 3, 2],
  output: [2, 2, 2],
  parameters: { kernel: [3, 2, 2, 2], bias: [2] },
  errors: [
    {
      run: () => conv2d(0, 3),
      type: ArgumentError,
      message: 'conv2d: `filters` must be an integer of at least 1; received 0.',
    },
    {
      run: () => conv2d(4, [3, 1.5]),
      type: ArgumentError,
      message:
        'conv2d: `kernelSize` must be an integer of at least 1, or one for each of height and width; ' +
        'received [3, 1.5].',
    },
    {
      run: () => conv2d(4, 3, { strides: 0 }),
      type: ArgumentError,
      message: 'conv2d: `strides` must be an integer of at least 1, or one for each of height and width; received 0.',
    },
    {
      run: () => conv2d(4, 3, { padding: 'full' as 'same' }),
      type: ArgumentError,
      message:
        "conv2d: `padding` must be 'valid', 'same', an integer of at least 0, or one or [before, after] for each of height and width; received 'full'.",
    },
    {
      run: () => conv2d(4, 3, { groups: 3 }),
      type: ArgumentError,
      message: 'conv2d: `groups` must divide the 4 filters; received 3.',
    },
    {
      run: () => conv2d(4, 3, { groups: 2 }).outputSpec(spec([5, 5, 3])),
      type: ShapeError,
      message: 'conv2d: `input` must have channels that the 2 groups divide; received [5, 5, 3].',
    },
    {
      run: () => conv2d(4, 3).outputSpec(spec([5, 5])),
      type: ShapeError,
      message: 'conv2d: `input` must be [height, width, channels] without the batch axis; received [5, 5].',
    },
    {
      run: () => conv2d(4, 3, { dilation: [1, 2] }).outputSpec(spec([5, 4, 1])),
      type: ShapeError,
      message:
        'conv2d: `input` must be at least 3 in height and 5 in width, as its window is; received [5, 4, 1]. ' +
        "Use a smaller window, or padding: 'same'.",
    },
    {
      run: () => new Conv2d({ channels: 3, filters: 4, kernelSize: 3, groups: 2, random: RandomStream.fromSeed(0) }),
      type: ShapeError,
      message: 'conv2d: `channels` must be a multiple of the 2 groups; received 3.',
    },
    {
      run: (model) => model.forward(zeros([2, 5, 5, 3]), inference()),
      type: ShapeError,
      message:
        'conv2d: `x` must have shape [batch, height, width, 2]; received [2, 5, 5, 3]. ' +
        'The last axis must equal the channels it was built for.',
    },
    {
      run: (model) => model.forward(zeros([2, 2, 2, 2]), inference()),
      type: ShapeError,
      message:
        'conv2d: `x` must be at least 3 in height and 2 in width, as its window is; received [2, 2, 2, 2]. ' +
        "Use a smaller window, or padding: 'same'.",
    },
  ],
});

testLayer({
  name: 'conv2d in groups',
  blueprint: conv2d(4, 2, { groups: 2, padding: 'same', strides: 2, useBias: false }),
  input: [3, 2, 4],
  output: [2, 1, 4],
  parameters: { kernel: [2, 2, 2, 4] },
});

testLayer({
  name: 'conv2d by channel',
  blueprint: conv2d(4, 2, { groups: 2, dilation: 2, padding: 'same' }),
  input: [3, 3, 2],
  output: [3, 3, 4],
  parameters: { kernel: [2, 2, 1, 4], bias: [4] },
});

onEachBackend(() => {
  describe('conv2d as PyTorch', () => {
    it.each(cases.map((one) => [`${one.kernelSize} ${JSON.stringify(one.options)}`, one] as const))('%s', (_, one) =>
      expectParity(conv2d(one.filters, one.kernelSize, one.options), one, { relative: 1e-5, absolute: 1e-5 }),
    );
  });

  it('is blind to where things are: a shifted image gives a shifted answer', () =>
    fc.assert(
      fc.asyncProperty(
        fc.record({
          seed: fc.nat(1000),
          down: fc.integer({ min: 0, max: 2 }),
          right: fc.integer({ min: 0, max: 2 }),
          kernelSize: fc.constantFrom<Size2d>(1, 3, [2, 3]),
          groups: fc.constantFrom(1, 2),
        }),
        async ({ seed, down, right, kernelSize, groups }) => {
          using model = build(conv2d(4, kernelSize, { groups }), { input: [8, 8, 2], seed });
          const x = tensor(RandomStream.fromSeed(seed).normals(128), [1, 8, 8, 2]) as Tensor4D;
          const whole = model.forward(x, inference());
          const shifted = model.forward(slice(x, [0, down, right, 0], [1, 8 - down, 8 - right, 2]), inference());
          const [, height, width] = shifted.shape;
          await expectClose(shifted, await slice(whole, [0, down, right, 0], [1, height, width, 4]).array());
        },
      ),
      { numRuns: 20 },
    ));

  it('starts as its initializers say', async () => {
    const options = { kernelInitializer: constant(2), biasInitializer: constant(3) };
    using model = build(conv2d(1, 2, options), { input: [2, 2, 1] });
    await expectClose(model.forward(tensor([1, 2, 3, 4], [1, 2, 2, 1]) as Tensor4D, inference()), [[[[23]]]]);
  });
});
