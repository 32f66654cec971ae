import { operations } from '@neurite/ops';
import { beforeAll, describe, expect, it } from 'vitest';
import { wasmKernels } from '../src/index.js';
import { expectAsComposed } from './support/composed.js';
import { type Plain, randomPlain, strangePlain, useGuardedWasm } from './support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

/** The same numbers, far from 0, where squares of what is not centred would lose them. */
const far = (x: Plain): Plain => ({ ...x, values: x.values.map((value) => value + 100) });

describe('normalisation of rows', () => {
  it.each([[[1, 1]], [[3, 5]], [[2, 3, 8]], [[70, 4]], [[131, 33]], [[7]], [[0, 3]], [[3, 0]]])('%j', async (shape) => {
    const x = randomPlain(shape, 1);
    const dy = randomPlain(shape, 2);
    const channels = [shape.at(-1)!];
    const scale = randomPlain(channels, 3);
    const offset = randomPlain(channels, 4);
    for (const epsilon of [1e-5, 0.1]) {
      for (const input of [x, far(x)]) {
        const tolerance = input === x ? 1e-4 : 1e-2;
        await expectAsComposed('LayerNorm', { x: input, scale, offset }, { epsilon }, tolerance);
        await expectAsComposed('LayerNormGrad', { dy, x: input, scale }, { epsilon }, tolerance);
        await expectAsComposed('RmsNorm', { x: input, scale }, { epsilon }, tolerance);
        await expectAsComposed('RmsNormGrad', { dy, x: input, scale }, { epsilon }, tolerance);
      }
    }
  });

  it('keeps NaN in its row', async () => {
    const x: Plain = { values: [1, Number.NaN, 3, 4, 5, 6], shape: [2, 3], dtype: 'float32' };
    const ones: Plain = { values: [1, 1, 1], shape: [3], dtype: 'float32' };
    const [y] = await expectAsComposed('LayerNorm', { x, scale: ones, offset: ones }, { epsilon: 1e-5 });
    expect(y!.values.map(Number.isNaN)).toEqual([true, true, true, false, false, false]);
  });
});

describe('normalisation of channels', () => {
  it.each([
    [[2, 3, 4], 2],
    [[3, 5, 5, 6], 3],
    [[1, 70, 5], 1],
    [[2, 9, 7], 7],
    [[4, 6], 2],
    [[0, 3, 4], 2],
    [[2, 150, 1], 1],
  ] as [number[], number][])('%j in %i groups', async (shape, groups) => {
    const x = randomPlain(shape, 1);
    const dy = randomPlain(shape, 2);
    const channels = [shape.at(-1)!];
    const scale = randomPlain(channels, 3);
    const offset = randomPlain(channels, 4);
    const attrs = { groups, epsilon: 1e-3 };
    await expectAsComposed('GroupNorm', { x, scale, offset }, attrs, 1e-4);
    await expectAsComposed('GroupNorm', { x: far(x), scale, offset }, attrs, 1e-2);
    await expectAsComposed('GroupNormGrad', { dy, x, scale }, attrs, 1e-4);
    if (x.values.length === 0) return;
    const [, mean, variance] = await expectAsComposed(
      'BatchNormTraining',
      { x, scale, offset },
      { epsilon: 1e-3 },
      1e-4,
    );
    const statistics = {
      dMean: randomPlain(channels, 5),
      dVariance: randomPlain(channels, 6),
      mean: mean!,
      variance: variance!,
    };
    await expectAsComposed('BatchNormTrainingGrad', { dy, x, scale, ...statistics }, { epsilon: 1e-3 }, 1e-4);
  });
});

describe('dense', () => {
  it.each([
    [0, 3, 2],
    [1, 1, 1],
    [5, 9, 7],
    [17, 33, 12],
  ])('of [%i, %i] to %i units', async (rows, features, units) => {
    const [kernel, bias] = [randomPlain([features, units], 2), randomPlain([units], 3)];
    for (const name of ['Dense', 'DenseRelu']) {
      await expectAsComposed(name, { x: randomPlain([rows, features], 1), kernel, bias }, {}, 1e-5);
    }
  });

  it.each([
    [[1, 4, 5, 2], [3, 2, 2, 7], { pad: 'valid', strides: [1, 1], dilations: [1, 1] }],
    [[2, 9, 7, 3], [3, 3, 3, 5], { pad: 'same', strides: [2, 1], dilations: [1, 1] }],
    [[2, 9, 7, 3], [3, 3, 3, 5], { pad: 'same', strides: [1, 1], dilations: [2, 3] }],
    [[3, 14, 13, 8], [3, 3, 8, 16], { pad: 'same', strides: [1, 1], dilations: [1, 1] }],
    [[0, 4, 4, 1], [2, 2, 1, 1], { pad: 'valid', strides: [1, 1], dilations: [1, 1] }],
  ])('images of %j with kernels of %j, %j', async (images, filters, attrs) => {
    const [kernel, bias] = [randomPlain(filters, 2), randomPlain(filters.slice(-1), 3)];
    const wide = randomPlain(images, 1);
    for (const name of ['BiasedConv2D', 'BiasedConv2DRelu']) {
      for (const x of [wide, strangePlain(images, 4, [0, -0, Number.NaN, 1, -1, 2, -2])]) {
        await expectAsComposed(name, { x, kernel, bias }, { ...attrs, dataFormat: 'NHWC' }, 1e-4);
      }
    }
  });

  it('names what is no float32', async () => {
    const whole: Plain = { values: [1], shape: [1, 1, 1, 1], dtype: 'int32' };
    const inputs = { x: whole, kernel: randomPlain([1, 1, 1, 1], 1), bias: randomPlain([1], 1) };
    await expect(expectAsComposed('BiasedConv2D', inputs, { pad: 'valid', strides: 1 })).rejects.toThrow(
      'BiasedConv2D: `x` must be float32; received int32. Convert it with cast.',
    );
  });
});

describe('attention', () => {
  const sizes: readonly (readonly [number, number, number, number, number, number])[] = [
    [1, 1, 1, 1, 1, 1],
    [2, 3, 5, 7, 4, 3],
    [1, 2, 70, 70, 5, 6],
    [2, 1, 130, 9, 8, 8],
    [0, 2, 3, 3, 2, 2],
    [1, 1, 0, 3, 2, 2],
  ];

  it.each(sizes)('[%i, %i], %i queries, %i keys, dim %i, depth %i', async (batch, heads, queries, keys, dim, depth) => {
    const query = randomPlain([batch, heads, queries, dim], 1);
    const key = randomPlain([batch, heads, keys, dim], 2);
    const value = randomPlain([batch, heads, keys, depth], 3);
    const dy = randomPlain([batch, heads, queries, depth], 4);
    const hidden = (shape: number[]): Plain => strangePlain(shape, 5, [0, 0, 1.5, -Infinity]);
    const masks = [
      undefined,
      hidden([batch, heads, queries, keys]),
      hidden([1, heads, 1, keys]),
      hidden([batch, 1, queries, 1]),
      hidden([1, 1, 1, 1]),
    ];
    for (const mask of keys === 0 ? [undefined] : masks) {
      for (const causal of queries === keys ? [false, true] : [false]) {
        const attrs = { scale: 0.7, causal };
        const inputs = { query, key, value, ...(mask === undefined ? {} : { mask }) };
        const name = mask === undefined ? 'Attention' : 'MaskedAttention';
        const [y, logSumExp] = await expectAsComposed(name, inputs, attrs, 1e-5);
        await expectAsComposed('AttentionGrad', { dy, y: y!, logSumExp: logSumExp!, ...inputs }, attrs, 1e-4);
      }
    }
  });

  it('stays exact for scores far apart', async () => {
    const query: Plain = { values: [1e3, -1e3], shape: [1, 1, 2, 1], dtype: 'float32' };
    const key: Plain = { values: [1e3, 0, -1e3], shape: [1, 1, 3, 1], dtype: 'float32' };
    const value: Plain = { values: [1, 2, 3], shape: [1, 1, 3, 1], dtype: 'float32' };
    const [y] = await expectAsComposed('Attention', { query, key, value }, { scale: 1, causal: false });
    expect(y!.values).toEqual([1, 3]);
  });
});

describe('a bias and an activation', () => {
  const activations = ['relu', 'sigmoid', 'tanh', 'gelu', 'geluTanh', 'silu'];

  it.each(activations)('%s', async (activation) => {
    const gated = activations.indexOf(activation) >= 3;
    const name = gated ? 'BiasGatedActivation' : 'BiasActivation';
    for (const shape of [[1], [3, 5], [2, 3, 8], [70, 3], [513, 5], [0, 3], [3, 0]]) {
      const bias = randomPlain(shape.slice(-1), 2);
      const dy = randomPlain(shape, 3);
      const wide = randomPlain(shape, 1);
      for (const x of [
        wide,
        { ...wide, values: wide.values.map((value) => value * 20) },
        strangePlain(shape, 4, [0, -0, Number.NaN, 1, -1e30, 30, -30]),
      ]) {
        const [y] = await expectAsComposed(name, { x, bias }, { activation });
        await expectAsComposed(`${name}Grad`, gated ? { dy, x, bias } : { dy, y: y! }, { activation });
      }
    }
  });
});

describe('every operation of ops', () => {
  it('has a kernel here', () => {
    const { own } = wasmKernels();
    expect(operations.map(({ kernelName }) => kernelName).filter((name) => !own.includes(name))).toEqual([]);
  });
});
