import { image, type Tensor4D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectSameAsCpu, randomPlain, runKernel, runOn, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

const shapes = [
  [1, 1, 1, 1],
  [2, 3, 5, 3],
  [1, 4, 4, 7],
  [2, 5, 2, 8],
];

describe('resizing', () => {
  it.each(shapes)('of [%i, %i, %i, %i]', async (...shape) => {
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

  it.each(shapes)('the gradient for [%i, %i, %i, %i]', async (...shape) => {
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
            (t) => runKernel(kernel, { images: t! }, { ...attrs, size: [rows, columns] }),
            [x],
          );
          const [back] = await runOn('wasm', (t, d) => runKernel(`${kernel}Grad`, { images: t!, dy: d! }, attrs), [
            x,
            dy,
          ]);
          // What is linear and its gradient: ⟨A x, dy⟩ = ⟨x, Aᵀ dy⟩.
          const dot = (a: readonly number[], b: readonly number[]): number =>
            a.reduce((sum, value, i) => sum + value * b[i]!, 0);
          expect(back!.shape).toEqual(shape);
          expect(dot(forward!.values, dy.values)).toBeCloseTo(dot(x.values, back!.values), 3);
        }
      }
    }
  });
});
