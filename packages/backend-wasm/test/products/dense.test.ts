import { beforeAll, describe, expect, it } from 'vitest';
import { expectAsComposed } from '../support/composed.js';
import { type Plain, randomPlain, strangePlain, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

describe('dense', () => {
  it.each([
    [0, 3, 2],
    [1, 1, 1],
    [5, 9, 7],
    [17, 33, 12],
    [3, 0, 5],
    [3, 4, 0],
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
    [[2, 4, 4, 0], [2, 2, 0, 3], { pad: 'valid', strides: [1, 1], dilations: [1, 1] }],
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

  it('names an input that is not float32', async () => {
    const integer: Plain = { values: [1], shape: [1, 1, 1, 1], dtype: 'int32' };
    const inputs = { x: integer, kernel: randomPlain([1, 1, 1, 1], 1), bias: randomPlain([1], 1) };
    await expect(expectAsComposed('BiasedConv2D', inputs, { pad: 'valid', strides: 1 })).rejects.toThrow(
      'BiasedConv2D: `x` must be float32; received int32. Convert it with cast.',
    );
  });
});

describe('a bias and an activation', () => {
  const activations = ['relu', 'sigmoid', 'tanh', 'gelu', 'geluTanh', 'silu', 'hardSwish'];

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
