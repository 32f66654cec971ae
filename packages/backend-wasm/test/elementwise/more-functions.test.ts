import {
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  cos,
  cosh,
  elu,
  engine,
  expm1,
  floor,
  floorDiv,
  mod,
  pow,
  prelu,
  round,
  selu,
  sign,
  sin,
  sinh,
  type Tensor,
  tan,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectSameAsCpu, type Plain, randomPlain, runOn, strangePlain, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

const rounded = (x: Plain): Plain => ({ ...x, values: x.values.map((value) => Math.round(value * 3)), dtype: 'int32' });

const ORDINARY: readonly number[] = [0, -0, 1, -1, 2.5, -3.75];

describe('elementwise functions', () => {
  const functions = {
    acos,
    acosh,
    asin,
    asinh,
    atan,
    atanh,
    cos,
    cosh,
    elu,
    expm1,
    floor,
    round,
    selu,
    sin,
    sinh,
    tan,
  };
  it.each(Object.keys(functions) as (keyof typeof functions)[])('%s', async (name) => {
    for (const shape of [[0], [1], [3, 7], [130]]) {
      await expectSameAsCpu((x) => functions[name](x!), [randomPlain(shape, 1)]);
      await expectSameAsCpu((x) => functions[name](x!), [strangePlain(shape, 2)]);
    }
  });

  it('powers of 1 and −1 are those of IEEE 754', async () => {
    const one: Plain = { values: [1, 1, 1, -1, -1, -1], shape: [6], dtype: 'float32' };
    const by: Plain = {
      values: [Number.NaN, Infinity, -Infinity, Infinity, -Infinity, Number.NaN],
      shape: [6],
      dtype: 'float32',
    };
    expect((await runOn('wasm', (a, b) => pow(a!, b!), [one, by]))[0]!.values).toEqual([1, 1, 1, 1, 1, Number.NaN]);
    const whole: Plain = { ...one, dtype: 'int32' };
    expect((await runOn('wasm', (a, b) => pow(a!, b!), [whole, by]))[0]!.values).toEqual([1, 1, 1, 1, 1, Number.NaN]);
  });

  it('expm1 is exact near 0', async () => {
    const tiny: Plain = { values: [1e-7, -1e-7, 1e-3, 0.5, -0.5], shape: [5], dtype: 'float32' };
    const [y] = await runOn('wasm', (x) => expm1(x!), [tiny]);
    y!.values.forEach((value, i) => {
      expect(Math.abs(value / Math.expm1(Math.fround(tiny.values[i]!)) - 1)).toBeLessThan(1e-6);
    });
  });

  it('the sign of NaN is NaN', async () => {
    const x: Plain = { values: [Number.NaN, -2, 0, Infinity, -Infinity], shape: [5], dtype: 'float32' };
    expect((await runOn('wasm', (a) => sign(a!), [x]))[0]!.values).toEqual([Number.NaN, -1, 0, 1, -1]);
  });

  it('equal the cpu backend for two tensors', async () => {
    for (const [a, b] of [
      [[0], [0]],
      [[3, 4], [4]],
      [
        [2, 1, 3],
        [5, 1],
      ],
      [[7], []],
    ] as [number[], number[]][]) {
      for (const operation of [atan2, mod, pow, prelu]) {
        await expectSameAsCpu((x, y) => operation(x!, y!), [randomPlain(a, 1), randomPlain(b, 2)]);
        // The remainder by ∞ is NaN on the cpu backend, and so are powers of 1 and −1 by NaN and ∞.
        const divisors = operation === mod || operation === pow ? strangePlain(b, 2, ORDINARY) : strangePlain(b, 2);
        await expectSameAsCpu((x, y) => operation(x!, y!), [strangePlain(a, 1), divisors]);
      }
      const divisor = rounded(randomPlain(b, 2));
      const nonzero = { ...divisor, values: divisor.values.map((value) => value || 1) };
      for (const operation of [mod, floorDiv, pow]) {
        await expectSameAsCpu((x, y) => operation(x!, y!), [rounded(randomPlain(a, 1)), nonzero]);
      }
    }
    const gradient = (dy: Tensor, y: Tensor): Tensor => engine().runKernel('EluGrad', { dy, y });
    await expectSameAsCpu((dy, y) => gradient(dy!, y!), [randomPlain([3, 5], 1), strangePlain([3, 5], 2)]);
  });
});
