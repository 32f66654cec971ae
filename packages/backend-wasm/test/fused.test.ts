import { operations } from '@neurite/ops';
import { engine, type NamedAttrMap, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { wasmKernels } from '../src/index.js';
import { expectClose, type Plain, randomPlain, runOn, strangePlain, useGuardedWasm } from './support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

type Inputs = Readonly<Record<string, Plain>>;
type Composed = { compose: (inputs: Record<string, Tensor>, attrs: object) => Tensor | Tensor[] };

/** Runs a kernel of the project's operations here, and what it is composed of on the cpu backend. */
async function expectAsComposed(name: string, inputs: Inputs, attrs: object = {}, tolerance = 2e-5): Promise<Plain[]> {
  const names = Object.keys(inputs);
  const named = (tensors: Tensor[]): Record<string, Tensor> =>
    Object.fromEntries(names.map((key, i) => [key, tensors[i]!]));
  const actual = await runOn(
    'wasm',
    (...tensors) => engine().runKernel(name, named(tensors), attrs as NamedAttrMap) as Tensor | Tensor[],
    Object.values(inputs),
  );
  expect((await useGuardedWasm()).check(), `guards of ${name}`).toEqual([]);
  const operation = operations.find(({ kernelName }) => kernelName === name) as unknown as Composed; // as core makes them
  const expected = await runOn('cpu', (...tensors) => operation.compose(named(tensors), attrs), Object.values(inputs));
  expect(actual.map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape));
  actual.forEach(({ values }, i) => {
    expectClose(values, expected[i]!.values, tolerance, `output ${i} of ${name}`);
  });
  return actual;
}

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

describe('recurrent networks', () => {
  it.each([
    [1, 1, 1],
    [2, 3, 4],
    [3, 7, 5],
    [5, 2, 17],
  ])('of %i samples, %i steps and %i units', async (batch, time, units) => {
    const state = [batch, units];
    const recurrentKernel = (gates: number): Plain => randomPlain([units, gates * units], 2);
    const initialState = randomPlain(state, 3);
    const dOutputs = randomPlain([batch, time, units], 4);
    const lstm = { recurrentKernel: recurrentKernel(4), initialState, initialCell: randomPlain(state, 5) };
    const [outputs, , gates, cells] = await expectAsComposed('LstmSequence', {
      x: randomPlain([batch, time, 4 * units], 1),
      ...lstm,
    });
    const kept = { outputs: outputs!, gates: gates!, cells: cells! };
    await expectAsComposed(
      'LstmSequenceGrad',
      { dOutputs, dFinalCell: randomPlain(state, 6), ...lstm, ...kept },
      {},
      1e-4,
    );

    const gru = { recurrentKernel: recurrentKernel(3), initialState };
    const [states, parts] = await expectAsComposed('GruSequence', {
      x: randomPlain([batch, time, 3 * units], 1),
      ...gru,
      recurrentBias: randomPlain([3 * units], 7),
    });
    await expectAsComposed('GruSequenceGrad', { dOutputs, ...gru, outputs: states!, gates: parts! }, {}, 1e-4);
  });

  it('keep NaN in its sample', async () => {
    const x = { ...randomPlain([2, 2, 4], 1), values: [Number.NaN, ...randomPlain([15], 1).values] };
    const [outputs] = await expectAsComposed('LstmSequence', {
      x,
      recurrentKernel: randomPlain([1, 4], 2),
      initialState: randomPlain([2, 1], 3),
      initialCell: randomPlain([2, 1], 4),
    });
    expect(outputs!.values.map(Number.isNaN)).toEqual([true, true, false, false]);
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
