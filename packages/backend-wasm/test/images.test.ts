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
import { expectSameAsCpu, type Plain, randomPlain, runOn, useGuardedWasm } from './support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

const run = (name: string, inputs: Record<string, Tensor>, attrs: object): Tensor =>
  engine().runKernel(name, inputs, attrs as never);

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
