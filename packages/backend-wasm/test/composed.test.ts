import {
  acos,
  acosh,
  argMax,
  argMin,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  batchToSpaceND,
  cos,
  cosh,
  cumprod,
  cumsum,
  depthToSpace,
  einsum,
  elu,
  engine,
  expm1,
  floor,
  floorDiv,
  fused,
  gatherND,
  mean,
  mirrorPad,
  mod,
  pow,
  prelu,
  prod,
  reshape,
  round,
  scatterND,
  selu,
  sign,
  sin,
  sinh,
  spaceToBatchND,
  stridedSlice,
  type Tensor,
  type Tensor4D,
  tan,
  topk,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectSameAsCpu, type Plain, randomPlain, runOn, strangePlain, useGuardedWasm } from './support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

const whole = (x: Plain): Plain => ({ ...x, values: x.values.map((value) => Math.round(value * 3)), dtype: 'int32' });

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

  it('of two tensors', async () => {
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
        // The remainder by ∞ is no number on the cpu backend.
        const divisors =
          operation === mod ? strangePlain(b, 2, [Number.NaN, 0, -0, 1, -1, 2.5, -3.75]) : strangePlain(b, 2);
        await expectSameAsCpu((x, y) => operation(x!, y!), [strangePlain(a, 1), divisors]);
      }
      const divisor = whole(randomPlain(b, 2));
      const nonzero = { ...divisor, values: divisor.values.map((value) => value || 1) };
      for (const operation of [mod, floorDiv, pow]) {
        await expectSameAsCpu((x, y) => operation(x!, y!), [whole(randomPlain(a, 1)), nonzero]);
      }
    }
    const gradient = (dy: Tensor, y: Tensor): Tensor => engine().runKernel('EluGrad', { dy, y });
    await expectSameAsCpu((dy, y) => gradient(dy!, y!), [randomPlain([3, 5], 1), strangePlain([3, 5], 2)]);
  });
});

describe('reductions of other kinds', () => {
  it.each([[[]], [[1]], [[5, 3]], [[2, 3, 4]], [[0, 3]], [[3, 0]]] as [number[]][])('%j', async (shape) => {
    const x = randomPlain(shape, 1);
    for (const axis of [undefined, ...shape.map((_, i) => i)]) {
      await expectSameAsCpu((a) => [prod(a!, axis), prod(a!, axis, true)], [x]);
      await expectSameAsCpu((a) => mean(a!, axis), [whole(x)]);
      if (axis === undefined || shape.includes(0)) continue;
      await expectSameAsCpu((a) => [argMax(a!, axis), argMin(a!, axis)], [strangePlain(shape, 2, [1, 1, 2, -3, 0])]);
      for (const exclusive of [false, true]) {
        for (const reverse of [false, true]) {
          await expectSameAsCpu((a) => cumsum(a!, axis, exclusive, reverse), [x]);
          await expectSameAsCpu((a) => cumprod(a!, axis, exclusive, reverse), [x]);
          await expectSameAsCpu((a) => cumsum(a!, axis, exclusive, reverse), [whole(x)]);
        }
      }
    }
  });
});

describe('the largest', () => {
  it('of each row, of equals the first', async () => {
    for (const [shape, k] of [
      [[5], 2],
      [[3, 7], 7],
      [[2, 3, 4], 1],
      [[0, 3], 2],
      [[1], 0],
    ] as [number[], number][]) {
      const outputs = (x: Tensor): Tensor[] => Object.values(topk(x, k));
      await expectSameAsCpu((x) => outputs(x!), [randomPlain(shape, 1)]);
      await expectSameAsCpu((x) => outputs(x!), [whole(randomPlain(shape, 2))]);
    }
    const x: Plain = { values: [1, Number.NaN, 3, 3, -Infinity, Infinity], shape: [6], dtype: 'float32' };
    const [values, places] = await runOn('wasm', (a) => Object.values(topk(a!, 6)), [x]);
    expect(values!.values).toEqual([Number.NaN, Infinity, 3, 3, 1, -Infinity]);
    expect(places!.values).toEqual([1, 5, 2, 3, 0, 4]);
  });
});

describe('places', () => {
  it('are gathered from and scattered to', async () => {
    const indices: Plain = { values: [0, 1, 2, 0, 0, 1], shape: [3, 2], dtype: 'int32' };
    const updates = randomPlain([3, 4], 2);
    await expectSameAsCpu((x, at) => gatherND(x!, at!), [randomPlain([3, 2, 4], 1), indices]);
    await expectSameAsCpu((x, at) => gatherND(x!, at!), [whole(randomPlain([3, 2], 1)), indices]);
    await expectSameAsCpu((at, x) => scatterND(at!, x!, [3, 2, 4]), [indices, updates]);
    await expectSameAsCpu(
      (at, x) => scatterND(at!, x!, [2]),
      [{ values: [1, 1, 0], shape: [3, 1], dtype: 'int32' }, randomPlain([3], 3)],
    );
    const outside: Plain = { ...indices, values: [0, 1, 9, 0, 0, 1] };
    await expect(runOn('wasm', (x, at) => gatherND(x!, at!), [randomPlain([3, 2, 4], 1), outside])).rejects.toThrow();
    await expect(runOn('wasm', (at, x) => scatterND(at!, x!, [3, 2, 4]), [outside, updates])).rejects.toThrow();
  });
});

describe('rearranging', () => {
  it('by steps', async () => {
    const x = randomPlain([5, 6, 3], 1);
    const cases: [number[], number[], number[]][] = [
      [
        [0, 0, 0],
        [5, 6, 3],
        [2, 3, 1],
      ],
      [
        [4, 1, 2],
        [0, 5, 0],
        [-2, 2, -1],
      ],
      [[1], [4], [2]],
      [
        [1, 0, 0],
        [2, 6, 3],
        [1, 1, 1],
      ],
      [
        [0, 0, 0],
        [5, 6, 3],
        [1, 1, 1],
      ],
    ];
    for (const [begin, end, strides] of cases) {
      await expectSameAsCpu((a) => stridedSlice(a!, begin, end, strides), [x]);
      await expectSameAsCpu((a) => stridedSlice(a!, begin, end, strides, 1, 1), [x]);
      // The cpu backend cannot drop an axis and step along others.
      if (strides.some((step) => step !== 1)) continue;
      await expectSameAsCpu((a) => stridedSlice(a!, begin, end, strides, 0, 0, 0, 0, 1), [whole(x)]);
    }
  });

  it('by steps, of nothing', async () => {
    const [y] = await runOn('wasm', (a) => stridedSlice(a!, [3, 0], [1, 6], [1, 1]), [randomPlain([5, 6], 1)]);
    expect(y).toEqual({ values: [], shape: [0, 6], dtype: 'float32' });
  });

  it('with mirrors', async () => {
    for (const mode of ['reflect', 'symmetric'] as const) {
      await expectSameAsCpu(
        (x) =>
          mirrorPad(
            x!,
            [
              [1, 2],
              [0, 1],
            ],
            mode,
          ),
        [randomPlain([3, 2], 1)],
      );
      await expectSameAsCpu(
        (x) =>
          mirrorPad(
            x!,
            [
              [2, 0],
              [1, 1],
              [0, 0],
            ],
            mode,
          ),
        [whole(randomPlain([3, 4, 2], 1))],
      );
    }
  });

  it('between space, batch and channels', async () => {
    await expectSameAsCpu(
      (x) =>
        spaceToBatchND(
          x!,
          [2, 2],
          [
            [1, 1],
            [0, 2],
          ],
        ),
      [randomPlain([2, 4, 6, 3], 1)],
    );
    await expectSameAsCpu(
      (x) =>
        batchToSpaceND(
          x!,
          [2, 2],
          [
            [1, 1],
            [0, 2],
          ],
        ),
      [randomPlain([8, 3, 4, 3], 1)],
    );
    await expectSameAsCpu((x) => depthToSpace(x as Tensor4D, 2), [randomPlain([2, 3, 4, 12], 1)]);
  });
});

describe('einsum', () => {
  it.each([
    ['ij,jk->ik', [3, 4], [4, 5]],
    ['bij,bjk->bik', [2, 3, 4], [2, 4, 5]],
    ['i,j->ij', [3], [4]],
    ['ij,ij->', [3, 4], [3, 4]],
    ['bhqd,bhkd->bhqk', [2, 2, 3, 4], [2, 2, 5, 4]],
  ] as [string, number[], number[]][])('%s', async (equation, a, b) => {
    await expectSameAsCpu((x, y) => einsum(equation, x!, y!), [randomPlain(a, 1), randomPlain(b, 2)]);
  });

  it('of one tensor', async () => {
    for (const equation of ['ijk->kij', 'ijk->j', 'ijk->ijk']) {
      await expectSameAsCpu((x) => einsum(equation, x!), [randomPlain([2, 3, 4], 1)]);
    }
  });
});

describe('depthwise convolution with what follows', () => {
  it.each(['linear', 'relu', 'elu', 'sigmoid'] as const)('%s', async (activation) => {
    await expectSameAsCpu(
      (x, filter, bias) =>
        fused.depthwiseConv2d({
          x: x as Tensor4D,
          filter: filter as Tensor4D,
          strides: 1,
          pad: 'same',
          bias: reshape(bias!, [6]),
          activation,
        }),
      [randomPlain([2, 5, 5, 3], 1), randomPlain([3, 3, 3, 2], 2), randomPlain([6], 3)],
    );
  });
});
