import {
  type AnyBlueprint,
  ArgumentError,
  type Blueprint,
  build,
  type Context,
  collectPenalties,
  freeze,
  inference,
  RandomStream,
  randomKeys,
  ShapeError,
  setMode,
  spec,
  trainables,
  valueAndGradients,
} from '@neurite/core';
import { expectClose, onEachBackend, onLastBackend } from '@neurite/testing';
import { ones, type Scalar, slice, type Tensor, tensor, tensor2d, zeros } from '@tensorflow/tfjs-core';
import { assert, describe, expect, it } from 'vitest';
import {
  activityPenalty,
  alphaDropout,
  dense,
  featureAlphaDropout,
  gaussianDropout,
  gaussianNoise,
  relu,
  sequential,
  spatialDropout1d,
  spatialDropout2d,
  spatialDropout3d,
  stochasticDepth,
  weightPenalty,
} from '../src/index.js';
import { testParity } from './parity-table.js';
import { testLayer } from './test-layer.js';

testParity('regularization');

const rate = (name: string, of: (rate: number) => AnyBlueprint) => ({
  errors: [
    {
      run: () => of(1),
      type: ArgumentError,
      message: `${name}: \`rate\` must be a finite number of at least 0 and below 1; received 1.`,
    },
  ],
});
const same = { input: [3, 2], output: [3, 2], masks: true };
testLayer({
  name: 'spatialDropout1d',
  blueprint: spatialDropout1d(0.4),
  ...same,
  errors: [
    ...rate('spatialDropout1d', spatialDropout1d).errors,
    {
      run: () => spatialDropout1d(0.4).outputSpec(spec([3])),
      type: ShapeError,
      message: 'spatialDropout1d: `input` must be [time, channels] without the batch axis; received [3].',
    },
  ],
});
testLayer({ name: 'spatialDropout2d', blueprint: spatialDropout2d(0.4), input: [2, 1, 2], output: [2, 1, 2] });
testLayer({ name: 'spatialDropout3d', blueprint: spatialDropout3d(0), input: [2, 1, 1, 2], output: [2, 1, 1, 2] });
testLayer({ name: 'alphaDropout', blueprint: alphaDropout(0.4), ...same, ...rate('alphaDropout', alphaDropout) });
testLayer({
  name: 'featureAlphaDropout',
  blueprint: featureAlphaDropout(0.4),
  ...same,
  ...rate('featureAlphaDropout', featureAlphaDropout),
});
testLayer({
  name: 'gaussianDropout',
  blueprint: gaussianDropout(0.4),
  ...same,
  ...rate('gaussianDropout', gaussianDropout),
});
testLayer({
  name: 'stochasticDepth',
  blueprint: stochasticDepth(0.4),
  ...same,
  ...rate('stochasticDepth', stochasticDepth),
});
testLayer({
  name: 'gaussianNoise',
  blueprint: gaussianNoise(0.4),
  ...same,
  errors: [
    {
      run: () => gaussianNoise(-1),
      type: ArgumentError,
      message: 'gaussianNoise: `standardDeviation` must be a finite number of at least 0; received -1.',
    },
  ],
});
testLayer({
  name: 'activityPenalty',
  blueprint: activityPenalty({ l1: 0.1 }),
  ...same,
  errors: [
    {
      run: () => activityPenalty({ l1: -1 }),
      type: ArgumentError,
      message: 'activityPenalty: `l1` must be a finite number of at least 0; received -1.',
    },
  ],
});
testLayer({
  name: 'weightPenalty',
  blueprint: weightPenalty(dense(2), { l2: 0.1 }),
  input: [3],
  output: [2],
  parameters: { 'inner.kernel': [3, 2], 'inner.bias': [2] },
});

const training = (seed = 1): Context => ({ training: true, random: randomKeys(RandomStream.fromSeed(seed)) });
const momentsOf = (values: readonly number[]) => {
  const mean = values.reduce((a, b) => a + b) / values.length;
  return { mean, variance: values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length };
};

const draw = async (blueprint: AnyBlueprint, x: Tensor, context = training()): Promise<number[]> => {
  using model = build(blueprint as Blueprint, { input: x.shape.slice(1) });
  return [...(await model.forward(x, context).data())];
};

// The draws are the same on each backend.
onLastBackend(() => {
  it('the noise of alphaDropout, gaussianNoise and gaussianDropout has the moments that they promise', async () => {
    const normal = RandomStream.fromSeed(5).normals(40_000);
    const x = tensor2d(normal, [400, 100]);
    const alpha = momentsOf(await draw(alphaDropout(0.3), x));
    assert.closeTo(alpha.mean, 0, 0.02);
    assert.closeTo(alpha.variance, 1, 0.03);
    const features = await draw(featureAlphaDropout(0.3), tensor(normal, [100, 4, 100]));
    assert.closeTo(momentsOf(features).mean, 0, 0.03);
    assert.closeTo(momentsOf(features).variance, 1, 0.05);
    // A channel is dropped in all steps of a sample, or in none.
    const dropped = features.filter((y, i) => i % 400 < 100 && y === features[i + 100] && y === features[i + 300]);
    assert.closeTo(dropped.length / 10_000, 0.3, 0.03);
    const noise = momentsOf(await draw(gaussianNoise(0.7), zeros([400, 100])));
    assert.closeTo(noise.mean, 0, 0.02);
    assert.closeTo(noise.variance, 0.49, 0.02);
    const factors = momentsOf(await draw(gaussianDropout(0.2), ones([400, 100])));
    assert.closeTo(factors.mean, 1, 0.02);
    assert.closeTo(factors.variance, 0.25, 0.01);
  });

  it('gaussian noise is normal: its quantiles are those of the distribution', async () => {
    const y = (await draw(gaussianNoise(1), zeros([400, 100]))).sort((a, b) => a - b);
    for (const [p, z] of [
      [0.001, -3.09],
      [0.025, -1.96],
      [0.25, -0.674],
      [0.5, 0],
      [0.84134, 1],
      [0.99, 2.326],
    ] as const) {
      assert.closeTo(y[Math.floor(p * y.length)]!, z, p < 0.01 ? 0.2 : 0.05);
    }
  });
});

onEachBackend(() => {
  it('spatial dropout drops a channel of a sample everywhere', async () => {
    const y = await draw(spatialDropout2d(0.5), ones([8, 2, 3, 16]));
    const at = (b: number, pixel: number, c: number): number => y[(b * 6 + pixel) * 16 + c]!;
    let dropped = 0;
    for (let b = 0; b < 8; b++) {
      for (let c = 0; c < 16; c++) {
        for (let pixel = 0; pixel < 6; pixel++) expect(at(b, pixel, c)).toBe(at(b, 0, c));
        dropped += Number(at(b, 0, c) === 0);
      }
    }
    assert.closeTo(dropped / 128, 0.5, 0.12);
  });

  it('stochastic depth drops samples', async () => {
    const y = await draw(stochasticDepth(0.25), ones([400, 2]));
    for (let b = 0; b < 400; b++) expect(y[2 * b]).toBe(y[2 * b + 1]);
    expect([...new Set(y)].sort()).toEqual([0, Math.fround(1 / 0.75)]);
    assert.closeTo(y.filter((of) => of === 0).length / y.length, 0.25, 0.06);
  });

  it.each([
    ['spatialDropout1d', spatialDropout1d(0.5)],
    ['alphaDropout', alphaDropout(0.5)],
    ['featureAlphaDropout', featureAlphaDropout(0.5)],
    ['gaussianNoise', gaussianNoise(1)],
    ['gaussianDropout', gaussianDropout(0.5)],
    ['stochasticDepth', stochasticDepth(0.5)],
  ] as const)('%s draws for the whole batch, however it is cut, and by its seed', async (_, blueprint) => {
    const x = ones([5, 3, 4]);
    const whole = await draw(blueprint, x);
    expect(await draw(blueprint, x)).toEqual(whole);
    expect(await draw(blueprint, x, training(2))).not.toEqual(whole);
    const cut = [0, 2].map((first, i) =>
      draw(blueprint, slice(x, [first, 0, 0], [i === 0 ? 2 : 3, 3, 4]), { ...training(), rows: { first } }),
    );
    expect((await Promise.all(cut)).flat()).toEqual(whole);
  });

  describe('penalties', () => {
    const x = tensor2d([
      [1, 2],
      [-3, 4],
    ]);

    it('of activities are those of the mean sample', async () => {
      using model = build(sequential(activityPenalty({ l1: 0.1, l2: 0.01 })), { input: [2] });
      const { penalty } = collectPenalties(training(), (context) => model.forward(x, context));
      await expectClose(penalty as Scalar, (0.1 * 10 + 0.01 * 30) / 2);
      expect(collectPenalties(inference(), (context) => model.forward(x, context)).penalty).toBeUndefined();
      setMode(model, 'layers.0', 'inference');
      expect(collectPenalties(training(), (context) => model.forward(x, context)).penalty).toBeUndefined();
    });

    it('of weights are those of the kernels that are trained, with their gradients', async () => {
      using model = build(weightPenalty(sequential(dense(2), relu(), dense(1)), { l1: 0.1, l2: 0.01 }), {
        input: [2],
        seed: 7,
      });
      freeze(model, 'inner.layers.2');
      const kernel = [...(await trainables(model)['inner.layers.0.kernel']!.data())];
      const { value, gradients } = valueAndGradients(
        () => collectPenalties(training(), (context) => model.forward(x, context)).penalty as Scalar,
        trainables(model),
        { allowUnused: true },
      );
      const expected = kernel.reduce((sum, w) => sum + 0.1 * Math.abs(w) + 0.01 * w * w, 0);
      await expectClose(value, expected);
      const slopes = kernel.map((w) => 0.1 * Math.sign(w) + 0.02 * w);
      expect(gradients['inner.layers.0.kernel']!.shape).toEqual([2, 2]);
      await expectClose(gradients['inner.layers.0.kernel']!, [slopes.slice(0, 2), slopes.slice(2)]);
    });
  });
});
