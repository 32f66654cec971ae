import { conv3d, type Tensor, type Tensor5D } from '@tensorflow/tfjs-core';
import { assert, asyncProperty, constantFrom, integer, record } from 'fast-check';
import { beforeAll, describe, it } from 'vitest';
import { expectSameAsCpu, randomPlain, runKernel, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

const extent = integer({ min: 3, max: 6 });

const small = integer({ min: 1, max: 3 });

const geometry = record({
  shape: record({ batch: integer({ min: 1, max: 2 }), depth: extent, height: extent, width: extent, channels: small }),
  window: record({ depth: small, height: small, width: small }),
  strides: record({ depth: small, height: small, width: small }),
  filters: small,
  pad: constantFrom<('valid' | 'same')[]>('valid', 'same'),
});

describe('3D convolution, for any shape', () => {
  it('equals the cpu backend', async () => {
    await assert(
      asyncProperty(geometry, async ({ shape, window, strides: steps, filters, pad }) => {
        const strides = Object.values(steps) as [number, number, number];
        const operation = (x: Tensor, filter: Tensor): Tensor[] => {
          const dy = conv3d(x as Tensor5D, filter as Tensor5D, strides, pad);
          const attrs = { strides, pad };
          return [
            dy,
            runKernel('Conv3DBackpropFilterV2', { x, dy }, { ...attrs, filterShape: filter.shape }),
            runKernel('Conv3DBackpropInputV2', { dy, filter }, { ...attrs, inputShape: x.shape }),
          ];
        };
        const x = randomPlain(Object.values(shape), 1);
        const filter = randomPlain([...Object.values(window), shape.channels, filters], 2);
        await expectSameAsCpu((a, b) => operation(a!, b!), [x, filter], 1e-4);
      }),
      { numRuns: 40 },
    );
  });

  it('multiplies infinite gradients by nothing outside the volume', async () => {
    for (const [filters, depth] of [
      [2, 1],
      [13, 2],
    ] as const) {
      const dy = randomPlain([2, 4 / depth, 5, 3, filters], 1);
      const values = dy.values.map((value, i) => [Infinity, -Infinity, Number.NaN][(i - 2) / 17] ?? value);
      await expectSameAsCpu(
        (x, gradients) =>
          runKernel(
            'Conv3DBackpropFilterV2',
            { x: x!, dy: gradients! },
            { strides: [depth, 1, 1], pad: 'same', filterShape: [3, 3, 3, 2, filters] },
          ),
        [randomPlain([2, 4, 5, 3, 2], 2), { ...dy, values }],
      );
    }
  });

  it('with dilation', async () => {
    const inputs = [randomPlain([2, 6, 7, 5, 3], 1), randomPlain([2, 3, 2, 3, 4], 2)];
    await expectSameAsCpu(
      (x, filter) => conv3d(x as Tensor5D, filter as Tensor5D, 1, 'same', 'NDHWC', [2, 1, 3]),
      inputs,
      1e-4,
    );
  });

  it('multiplies infinite weights by nothing outside the volume', async () => {
    for (const [depth, strides, dilations] of [
      [4, 1, 1],
      [4, 2, 1],
      [5, 1, 3],
      [1, 1, 3], // no place of the kernel lies inside
    ] as const) {
      const x = randomPlain([2, depth, 4, 3, 3], 1);
      const filter = randomPlain([2, 3, 2, 3, 5], 2);
      const values = filter.values.map((value, i) => [Infinity, -Infinity, Number.NaN][(i - 3) / 31] ?? value);
      await expectSameAsCpu(
        (a, b) => conv3d(a as Tensor5D, b as Tensor5D, strides, 'same', 'NDHWC', dilations),
        [x, { ...filter, values }],
        1e-4,
      );
    }
  });
});
