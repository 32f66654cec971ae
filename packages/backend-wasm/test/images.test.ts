import {
  dilation2d,
  engine,
  image,
  localResponseNormalization,
  maxPoolWithArgmax,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose, expectSameAsCpu, type Plain, randomPlain, runOn, useGuardedWasm } from './support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

const run = (name: string, inputs: Record<string, Tensor>, attrs: object): Tensor =>
  engine().runKernel(name, inputs, attrs as never);

const plainOf = (values: readonly number[], shape: readonly number[]): Plain => ({ values, shape, dtype: 'float32' });

const shapes = [
  [1, 1, 1, 1],
  [2, 3, 5, 3],
  [1, 4, 4, 7],
  [2, 5, 2, 8],
];

describe('pictures', () => {
  it.each(shapes)('of [%i, %i, %i, %i] change their size', async (...shape) => {
    for (const size of [
      [1, 1],
      [4, 7],
      [9, 3],
    ] as [number, number][]) {
      for (const align of [false, true]) {
        for (const half of align ? [false] : [false, true]) {
          await expectSameAsCpu(
            (x) => [
              image.resizeBilinear(x as Tensor4D, size, align, half),
              image.resizeNearestNeighbor(x as Tensor4D, size, align, half),
            ],
            [randomPlain(shape, 1)],
          );
        }
      }
    }
  });

  it.each(shapes)('of [%i, %i, %i, %i] take back what their changed size was given', async (...shape) => {
    const [n, , , c] = shape as [number, number, number, number];
    for (const [rows, columns] of [
      [1, 1],
      [4, 7],
      [9, 3],
    ] as [number, number][]) {
      for (const [alignCorners, halfPixelCenters] of [
        [false, false],
        [true, false],
        [false, true],
      ]) {
        for (const kernel of ['ResizeBilinear', 'ResizeNearestNeighbor']) {
          const attrs = { alignCorners, halfPixelCenters };
          const [x, dy] = [randomPlain(shape, 1), randomPlain([n, rows, columns, c], 2)];
          const [forward] = await runOn(
            'wasm',
            (t) => run(kernel, { images: t! }, { ...attrs, size: [rows, columns] }),
            [x],
          );
          const [back] = await runOn('wasm', (t, d) => run(`${kernel}Grad`, { images: t!, dy: d! }, attrs), [x, dy]);
          // What is linear and its gradient: ⟨A x, dy⟩ = ⟨x, Aᵀ dy⟩.
          const dot = (a: readonly number[], b: readonly number[]): number =>
            a.reduce((sum, value, i) => sum + value * b[i]!, 0);
          expect(back!.shape).toEqual(shape);
          expect(dot(forward!.values, dy.values)).toBeCloseTo(dot(x.values, back!.values), 3);
        }
      }
    }
  });

  it.each(shapes)('of [%i, %i, %i, %i] are cut out, turned and mirrored', async (...shape) => {
    const boxes: Plain = {
      values: [0, 0, 1, 1, 0.2, 0.1, 0.7, 0.9, -0.4, 0.3, 0.6, 1.5, 0.9, 0.8, 0.1, 0.2],
      shape: [4, 4],
      dtype: 'float32',
    };
    const places: Plain = { values: [0, shape[0]! - 1, 0, 0], shape: [4], dtype: 'int32' };
    for (const size of [
      [1, 1],
      [3, 4],
    ] as [number, number][]) {
      for (const method of ['bilinear', 'nearest'] as const) {
        await expectSameAsCpu(
          (x, b, at) => image.cropAndResize(x as Tensor4D, b as Tensor2D, at as Tensor1D, size, method, 0.5),
          [randomPlain(shape, 1), boxes, places],
        );
      }
    }
    for (const angle of [0, 0.3, 2]) {
      await expectSameAsCpu(
        (x) => image.rotateWithOffset(x as Tensor4D, angle, 0.25, [0.4, 0.6]),
        [randomPlain(shape, 1)],
      );
      await expectSameAsCpu(
        (x) => image.rotateWithOffset(x as Tensor4D, angle, [1, 2, 3]),
        [randomPlain([1, 4, 5, 3], 1)],
      );
    }
    await expectSameAsCpu((x) => image.flipLeftRight(x as Tensor4D), [randomPlain(shape, 1)]);
  });

  it.each(shapes)('of [%i, %i, %i, %i] are projected, each by its own numbers', async (...shape) => {
    const base = [0.9, 0.3, -1.7, -0.2, 1.1, 0.6, 0.05, -0.04];
    const turns = Array.from({ length: shape[0]! }, (_, i) => base.map((value) => Math.fround(value * (1 - i))));
    for (const mode of ['constant', 'reflect', 'wrap', 'nearest'] as const) {
      for (const interpolation of ['nearest', 'bilinear'] as const) {
        const run = (x: Tensor, t: Tensor): Tensor =>
          image.transform(x as Tensor4D, t as Tensor2D, interpolation, mode, 0.5, [7, 6]);
        const x = randomPlain(shape, 1);
        const [whole] = await runOn('wasm', (a, t) => run(a!, t!), [x, plainOf(turns.flat(), [shape[0]!, 8])]);
        // The cpu backend projects the first image alone.
        const size = x.values.length / shape[0]!;
        const each = turns.map((turn, i) => [
          plainOf(x.values.slice(i * size, (i + 1) * size), [1, ...shape.slice(1)]),
          plainOf(turn, [1, 8]),
        ]);
        const expected = await Promise.all(each.map((inputs) => runOn('cpu', (a, t) => run(a!, t!), inputs)));
        expect(whole!.shape).toEqual([shape[0], 7, 6, shape[3]]);
        expectClose(
          whole!.values,
          expected.flatMap(([one]) => [...one!.values]),
          1e-5,
          `${mode}, ${interpolation}`,
        );
      }
    }
  });

  it('one projection takes all images, and what lies nowhere is filled', async () => {
    const turn = plainOf([0, 0, 0, 0, 0, 1, -1, 0], [1, 8]);
    const [y] = await runOn('wasm', (x, t) => image.transform(x as Tensor4D, t as Tensor2D, 'bilinear', 'nearest', 9), [
      plainOf([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2, 1]),
      turn,
    ]);
    // (0, 1 / (1 − x)): the second row for x = 0, nowhere for x = 1.
    expect(y!.values).toEqual([3, 9, 3, 9, 7, 9, 7, 9]);
  });

  it.each([
    ['NaN', Number.NaN, [0.5, Number.NaN, Number.NaN, Number.NaN, 0.5]],
    ['a huge number', 1e15, [0.5, 0, 1 / Math.sqrt(1.5), 0, 0.5]],
  ])('%s is seen by its neighbours alone in the normalisation across channels', async (_, value, expected) => {
    const x = plainOf([1, 1, value, 1, 1], [1, 1, 1, 5]);
    // Of two ones, far from it: (1 + 1.5 · 2)^−½.
    const [y] = await runOn('wasm', (t) => localResponseNormalization(t as Tensor4D, 1, 1, 1.5, 0.5), [x]);
    expectClose(y!.values, expected, 1e-6);
  });

  it.each([1, 1e19, 3e19, 1e25, 1e38])(
    'are normalised across channels also where squares of %f are not',
    async (huge) => {
      const x = plainOf([huge, -huge, 1, 2, 3, huge / 4], [1, 1, 1, 6]);
      for (const beta of [0.5, 0.75, 1]) {
        await expectSameAsCpu((t) => localResponseNormalization(t as Tensor4D, 1, 1, 1, beta), [x]);
      }
      const [y] = await runOn('wasm', (t) => localResponseNormalization(t as Tensor4D, 0, 1, 1, 0.5), [x]);
      expectClose(
        y!.values,
        [...x.values].map((value) => value / Math.sqrt(1 + value * value)),
        1e-6,
      );
    },
  );

  it('dilation and the places of the largest say where there is no number', async () => {
    const x = plainOf([1, Number.NaN, 3, 2, 5, 4], [1, 1, 6, 1]);
    const filter = plainOf([0, 0], [1, 2, 1]);
    const [y, largest, places] = await runOn(
      'wasm',
      (t, f) => [
        dilation2d(t as Tensor4D, f as Tensor3D, 1, 'valid'),
        ...Object.values(maxPoolWithArgmax(t as Tensor4D, [1, 2], 1, 'valid')),
      ],
      [x, filter],
    );
    expect(y!.values).toEqual([Number.NaN, Number.NaN, 3, 5, 5]);
    expect(largest!.values).toEqual([Number.NaN, Number.NaN, 3, 5, 5]);
    expect(places!.values).toEqual([1, 1, 2, 4, 4]);
  });

  it.each(shapes)('of [%i, %i, %i, %i] are normalised across channels', async (...shape) => {
    for (const radius of [0, 1, 5]) {
      const attrs = { depthRadius: radius, bias: 1.2, alpha: 0.7, beta: 0.6 };
      await expectSameAsCpu(
        (x, dy) => {
          const y = localResponseNormalization(x as Tensor4D, radius, attrs.bias, attrs.alpha, attrs.beta);
          return [y, run('LRNGrad', { x: x!, y, dy: dy! }, attrs)];
        },
        [randomPlain(shape, 1), randomPlain(shape, 2)],
      );
    }
  });

  it.each(shapes.slice(1))('of [%i, %i, %i, %i] are dilated', async (...shape) => {
    for (const pad of ['same', 'valid'] as const) {
      for (const [strides, dilations] of [
        [1, 1],
        [2, 1],
        [1, 2],
      ] as const) {
        if (pad === 'valid' && dilations === 2) continue;
        const attrs = { strides: [strides, strides], pad, dilations: [dilations, dilations] };
        await expectSameAsCpu(
          (x, filter) => {
            const y = dilation2d(x as Tensor4D, filter as Tensor3D, strides, pad, dilations);
            const inputs: Record<string, Tensor> = { x: x!, filter: filter!, dy: y };
            return [y, run('Dilation2DBackpropInput', inputs, attrs), run('Dilation2DBackpropFilter', inputs, attrs)];
          },
          [randomPlain(shape, 1), randomPlain([2, 2, shape[3]!], 2)],
        );
      }
    }
  });

  it.each(shapes)('of [%i, %i, %i, %i] are pooled with the places of what was largest', async (...shape) => {
    for (const includeBatch of [false, true]) {
      for (const window of [1, 2]) {
        await expectSameAsCpu(
          (x) => Object.values(maxPoolWithArgmax(x as Tensor4D, window, 1, 'same', includeBatch)),
          [randomPlain(shape, 1)],
        );
      }
    }
  });
});
