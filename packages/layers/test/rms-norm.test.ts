import { ArgumentError, build, inference, RandomStream, ShapeError, spec } from '@neurite/core';
import { expectClose, fixture, onEachBackend } from '@neurite/testing';
import { mean, mul, ones, profile, sub, type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layerNorm, type RmsNormOptions, rmsNorm } from '../src/index.js';
import { expectParity, type ParityCase } from './parity.js';
import { testLayer } from './test-layer.js';

const { cases } = fixture<{ cases: (ParityCase & { options: RmsNormOptions })[] }>('layers/rms-norm');

testLayer({
  name: 'rmsNorm',
  blueprint: rmsNorm(),
  input: [2, 3],
  masks: true,
  output: [2, 3],
  parameters: { scale: [3] },
  errors: [
    {
      run: () => rmsNorm({ epsilon: -1 }),
      type: ArgumentError,
      message: 'rmsNorm: `epsilon` must be a finite number above 0; received -1.',
    },
    {
      run: () => rmsNorm().outputSpec(spec([])),
      type: ShapeError,
      message: 'rmsNorm: `input` must be […, features] without the batch axis; received [].',
    },
    ...[[2, 4], [3]].map((shape) => ({
      run: (model: { forward(x: unknown, context: unknown): unknown }) => model.forward(ones(shape), inference()),
      type: ShapeError,
      message:
        `rmsNorm: \`x\` must have shape [batch, …, 3]; received [${shape.join(', ')}]. ` +
        'The last axis must equal the features it was built for.',
    })),
  ],
});

testLayer({
  name: 'rmsNorm without a scale',
  blueprint: rmsNorm({ affine: false, epsilon: 0.1 }),
  input: [4],
  output: [4],
});

onEachBackend(() => {
  describe('rmsNorm as PyTorch', () => {
    it.each(cases.map((one, i) => [`case ${i}, ${JSON.stringify(one.options)}`, one] as const))('%s', (_, one) =>
      expectParity(rmsNorm(one.options), one, { relative: 1e-5, absolute: 1e-5 }),
    );
  });

  it('does not see how large a row is, and is layerNorm for rows around 0', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(1000), fc.double({ min: 0.5, max: 1000, noNaN: true }), async (seed, times) => {
        using model = build(rmsNorm({ epsilon: 1e-9 }), { input: [5] });
        using layer = build(layerNorm({ epsilon: 1e-9 }), { input: [5] });
        const x = tensor2d(RandomStream.fromSeed(seed).normals(15), [3, 5]);
        await expectClose(model.forward(mul<Tensor2D>(x, times), inference()), model.forward(x, inference()));
        const around: Tensor2D = sub(x, mean(x, 1, true));
        await expectClose(model.forward(around, inference()), layer.forward(around, inference()), { absolute: 1e-5 });
      }),
      { numRuns: 20 },
    ));

  it('is one kernel', async () => {
    using model = build(rmsNorm(), { input: [2] });
    const { kernels } = await profile(() => model.forward(ones([3, 2]), inference()));
    expect(kernels.filter(({ name }) => name === 'RmsNorm')).toHaveLength(1);
  });
});
