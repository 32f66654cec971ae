import {
  ArgumentError,
  build,
  constant,
  DtypeError,
  inference,
  RandomStream,
  ShapeError,
  spec,
  tokens,
} from '@neurite/core';
import { expectClose, fixture, onEachBackend } from '@neurite/testing';
import { reshape, tensor2d, tensor4d, zeros } from '@tensorflow/tfjs-core';
import { describe, it } from 'vitest';
import { type DenseOptions, dense } from '../src/index.js';
import { expectParity, type ParityCase } from './parity.js';
import { testLayer } from './test-layer.js';

type Case = ParityCase & { readonly units: number; readonly options: DenseOptions };
const { cases } = fixture<{ cases: Case[] }>('layers/dense');

testLayer({
  name: 'dense',
  blueprint: dense(3),
  input: [4],
  output: [3],
  parameters: { kernel: [4, 3], bias: [3] },
  errors: [
    {
      run: () => dense(0),
      type: ArgumentError,
      message: 'dense: `units` must be an integer of at least 1; received 0.',
    },
    {
      run: () => dense(2.5),
      type: ArgumentError,
      message: 'dense: `units` must be an integer of at least 1; received 2.5.',
    },
    {
      run: () => dense(4, { activation: 'relu' } as DenseOptions),
      type: ArgumentError,
      message:
        'dense: `options` must be among `useBias`, `kernelInitializer`, `biasInitializer`; received `activation`.',
    },
    {
      run: () => dense(10).outputSpec(spec([])),
      type: ShapeError,
      message: 'dense: `input` must be […, features] without the batch axis; received [].',
    },
    {
      run: () => dense(10).outputSpec(spec([3, null])),
      type: ShapeError,
      message:
        'dense: `input` must have a known number of features; received [3, null]. ' +
        'A size depends on it: write it instead of null.',
    },
    {
      run: () => dense(10).outputSpec(tokens([4])),
      type: DtypeError,
      message:
        'dense: `input` must be float32; received int32 [4]. Put an embedding before it for ids; give numbers as float32.',
    },
    {
      run: () => dense(10).outputSpec([spec([4])]),
      type: ShapeError,
      message: 'dense: `input` must be one tensor; received ([4]). Take one of them, or join them first.',
    },
    ...[[2, 5], [2, 4, 3], [4]].map((shape) => ({
      run: (model: { forward(x: unknown, context: unknown): unknown }) => model.forward(zeros(shape), inference()),
      type: ShapeError,
      message:
        `dense: \`x\` must have shape [batch, …, 4]; received [${shape.join(', ')}]. ` +
        'The last axis must equal the features it was built for.',
    })),
  ],
});

testLayer({
  name: 'dense on the last axis',
  blueprint: dense(2),
  input: [3, 2, 4],
  masks: true,
  output: [3, 2, 2],
  parameters: { kernel: [4, 2], bias: [2] },
});

testLayer({
  name: 'dense without bias',
  blueprint: dense(2, { useBias: false }),
  input: [3],
  output: [2],
  parameters: { kernel: [3, 2] },
});

onEachBackend(() => {
  describe('dense as PyTorch', () => {
    it.each(cases.map((one) => [`${one.units} ${JSON.stringify(one.options)}`, one] as const))('%s', (_, one) =>
      expectParity(dense(one.units, one.options), one),
    );
  });

  it.each([true, false])('answers about an image as about each pixel, useBias: %s', async (useBias) => {
    using image = build(dense(3, { useBias }), { input: [null, 2, 4], seed: 7 });
    using pixel = build(dense(3, { useBias }), { input: [4], seed: 7 });
    const x = tensor4d(RandomStream.fromSeed(1).normals(5 * 3 * 2 * 4), [5, 3, 2, 4]);
    const apart = pixel.forward(reshape(x, [30, 4]), inference());
    await expectClose(image.forward(x, inference()), reshape(apart, [5, 3, 2, 3]), { relative: 0, absolute: 0 });
  });

  it('starts as its initializers say', async () => {
    const options = { kernelInitializer: constant(2), biasInitializer: constant(3) };
    using model = build(dense(2, options), { input: [3] });
    await expectClose(model.forward(tensor2d([[1, 2, 3]]), inference()), [[15, 15]]);
  });
});
