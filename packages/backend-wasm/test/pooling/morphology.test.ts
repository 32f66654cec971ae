import { dilation2d, maxPoolWithArgmax, type Tensor, type Tensor3D, type Tensor4D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectSameAsCpu, floats, randomPlain, runKernel, runOn, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

const shapes = [
  [1, 1, 1, 1],
  [2, 3, 5, 3],
  [1, 4, 4, 7],
  [2, 5, 2, 8],
];

describe('dilation, and max pooling with indices', () => {
  it('keep NaN', async () => {
    const x = floats([1, Number.NaN, 3, 2, 5, 4], [1, 1, 6, 1]);
    const filter = floats([0, 0], [1, 2, 1]);
    const [y, largest, indices] = await runOn(
      'wasm',
      (t, f) => [
        dilation2d(t as Tensor4D, f as Tensor3D, 1, 'valid'),
        ...Object.values(maxPoolWithArgmax(t as Tensor4D, [1, 2], 1, 'valid')),
      ],
      [x, filter],
    );
    expect(y!.values).toEqual([Number.NaN, Number.NaN, 3, 5, 5]);
    expect(largest!.values).toEqual([Number.NaN, Number.NaN, 3, 5, 5]);
    expect(indices!.values).toEqual([1, 1, 2, 4, 4]);
  });

  it.each(shapes.slice(1))('dilation of [%i, %i, %i, %i], and its gradients', async (...shape) => {
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
            return [
              y,
              runKernel('Dilation2DBackpropInput', inputs, attrs),
              runKernel('Dilation2DBackpropFilter', inputs, attrs),
            ];
          },
          [randomPlain(shape, 1), randomPlain([2, 2, shape[3]!], 2)],
        );
      }
    }
  });

  it.each(shapes)('max pooling with indices of [%i, %i, %i, %i]', async (...shape) => {
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
