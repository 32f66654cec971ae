import { ArgumentError, build, inference, RandomStream, randomKeys, ShapeError, spec } from '@neurite/core';
import { expectClose, fixture, onEachBackend } from '@neurite/testing';
import { add, concat, moments, mul, ones, profile, slice, type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LayerNormOptions, layerNorm } from '../src/index.js';
import { expectParity, type ParityCase } from './parity.js';
import { testLayer } from './test-layer.js';

const { cases } = fixture<{ cases: (ParityCase & { options: LayerNormOptions })[] }>('layers/layer-norm');

testLayer({
  name: 'layerNorm',
  blueprint: layerNorm(),
  input: [2, 3],
  masks: true,
  output: [2, 3],
  parameters: { scale: [3], offset: [3] },
  errors: [
    ...[0, -1, Number.NaN, Number.POSITIVE_INFINITY].map((epsilon) => ({
      run: () => layerNorm({ epsilon }),
      type: ArgumentError,
      message: `layerNorm: \`epsilon\` must be a finite number above 0; received ${epsilon}.`,
    })),
    {
      run: () => layerNorm().outputSpec(spec([])),
      type: ShapeError,
      message: 'layerNorm: `input` must be […, features] without the batch axis; received [].',
    },
    ...[[2, 4], [3]].map((shape) => ({
      run: (model: { forward(x: unknown, context: unknown): unknown }) => model.forward(ones(shape), inference()),
      type: ShapeError,
      message:
        `layerNorm: \`x\` must have shape [batch, …, 3]; received [${shape.join(', ')}]. ` +
        'The last axis must equal the features it was built for.',
    })),
  ],
});

testLayer({
  name: 'layerNorm without scale and offset',
  blueprint: layerNorm({ affine: false, epsilon: 0.1 }),
  input: [4],
  output: [4],
});

onEachBackend(() => {
  describe('layerNorm as PyTorch', () => {
    it.each(cases.map((one, i) => [`case ${i}, ${JSON.stringify(one.options)}`, one] as const))('%s', (_, one) =>
      expectParity(layerNorm(one.options), one, { relative: 1e-5, absolute: 1e-5 }),
    );
  });

  const rows = (batch: number, seed: number): Tensor2D =>
    tensor2d(RandomStream.fromSeed(seed).normals(batch * 5), [batch, 5]);

  it('gives each row a mean of 0 and a variance of 1, wherever it was and however wide', () =>
    fc.assert(
      fc.asyncProperty(
        fc.nat(1000),
        fc.integer({ min: -100, max: 100 }),
        fc.integer({ min: 1, max: 50 }),
        async (seed, shift, width) => {
          using model = build(layerNorm({ epsilon: 1e-9 }), { input: [5] });
          const x = rows(3, seed);
          const y = model.forward(x, inference());
          const { mean, variance } = moments(y, 1);
          await expectClose(mean, [0, 0, 0], { absolute: 1e-5 });
          await expectClose(variance, [1, 1, 1], { relative: 1e-3 });
          await expectClose(model.forward(add<Tensor2D>(mul(x, width), shift), inference()), y, { absolute: 1e-3 });
        },
      ),
      { numRuns: 20 },
    ));

  it('answers about a row the same in any company', async () => {
    using model = build(layerNorm(), { input: [5] });
    const [x, other] = [rows(1, 1), mul<Tensor2D>(rows(4, 2), 100)];
    const alone = await model.forward(x, inference()).array();
    const together = model.forward(concat([other, x as Tensor2D], 0), {
      training: true,
      random: randomKeys(RandomStream.fromSeed(1)),
    });
    await expectClose(slice(together, [4, 0], [1, 5]), alone as number[][], { relative: 0, absolute: 0 });
  });

  it('keeps its digits far from 0', async () => {
    using model = build(layerNorm(), { input: [2] });
    await expectClose(model.forward(tensor2d([[10_000, 10_002]]), inference()), [[-1, 1]], { relative: 1e-4 });
  });

  it('leaves nothing of a single feature', async () => {
    using model = build(layerNorm(), { input: [1] });
    await expectClose(model.forward(tensor2d([[3], [-5]]), inference()), [[0], [0]], { absolute: 0 });
  });

  it('is one kernel', async () => {
    using model = build(layerNorm(), { input: [2] });
    const { kernels } = await profile(() => model.forward(ones([3, 2]), inference()));
    expect(kernels.filter(({ name }) => name === 'LayerNorm')).toHaveLength(1);
  });
});
