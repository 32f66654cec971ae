import { valueAndGradients } from '@neurite/core';
import {
  conv2d,
  conv3d,
  depthwiseConv2d,
  mul,
  type Scalar,
  sum,
  type Tensor,
  type Tensor4D,
  type Tensor5D,
} from '@tensorflow/tfjs-core';
import { assert, asyncProperty, constantFrom, integer, record } from 'fast-check';
import { beforeAll, describe, it } from 'vitest';
import { expectSameAsCpu, randomPlain, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

type Rates = [number, number, number];
type Padding = 'valid' | 'same';
/** A convolution of volumes or, of the last two axes, images. */
type Convolve = (x: Tensor, filter: Tensor, rates: Rates, pad: Padding) => Tensor;

const families: Readonly<Record<string, { readonly convolve: Convolve; readonly isVolume: boolean }>> = {
  conv2d: {
    convolve: (x, filter, [, ...rates], pad) => conv2d(x as Tensor4D, filter as Tensor4D, 1, pad, 'NHWC', rates),
    isVolume: false,
  },
  depthwiseConv2d: {
    convolve: (x, filter, [, ...rates], pad) =>
      depthwiseConv2d(x as Tensor4D, filter as Tensor4D, 1, pad, 'NHWC', rates),
    isVolume: false,
  },
  conv3d: {
    convolve: (x, filter, rates, pad) => conv3d(x as Tensor5D, filter as Tensor5D, 1, pad, 'NDHWC', rates),
    isVolume: true,
  },
};

const rate = integer({ min: 1, max: 3 });
const size = integer({ min: 1, max: 3 });
const extent = integer({ min: 7, max: 9 });
const geometry = record({
  images: integer({ min: 0, max: 2 }),
  extents: record({ depth: extent, height: extent, width: extent }),
  channels: integer({ min: 1, max: 9 }),
  filters: integer({ min: 1, max: 9 }),
  sizes: record({ depth: size, height: size, width: size }),
  rates: record({ depth: rate, height: rate, width: rate }),
  pad: constantFrom<Padding[]>('valid', 'same'),
});

describe('gradients of dilated convolutions', () => {
  it.each(Object.keys(families))('of %s equal those of kernels with zeros inside, on the cpu backend', async (name) => {
    const { convolve, isVolume } = families[name]!;
    await assert(
      asyncProperty(geometry, async ({ images, extents, channels, filters, sizes, rates, pad }) => {
        const spatial = (of: typeof extents): number[] => Object.values(of).slice(isVolume ? 0 : 1);
        const x = randomPlain([images, ...spatial(extents), channels], 1);
        const filter = randomPlain([...spatial(sizes), channels, name === 'depthwiseConv2d' ? 1 : filters], 2);
        await expectSameAsCpu(
          (a, b) => {
            const y = (): Tensor => convolve(a!, b!, Object.values(rates) as Rates, pad);
            const { gradients } = valueAndGradients(() => sum<Scalar>(mul(y(), y())), { x: a!, filter: b! });
            return Object.values(gradients);
          },
          [x, filter],
          1e-3,
        );
      }),
      { numRuns: 12 },
    );
  });

  // Of multiples of eight channels, and of sizes that the rates divide: lattices of the images are convolved apart.
  it.each([
    [[2, 12, 8, 8], 16, [2, 2], 'same', 3],
    [[2, 15, 12, 16], 8, [3, 2], 'valid', 3],
    [[1, 20, 16, 8], 8, [1, 4], 'same', 3],
    [[3, 1, 20, 8], 16, [1, 4], 'same', 1],
    [[2, 3, 18, 16], 8, [2, 3], 'valid', 1],
  ] as const)('of %j by %i filters at rates %j, %s, of %i rows', async (shape, filters, rates, pad, rows) => {
    await expectSameAsCpu(
      (x, filter) => {
        const y = (): Tensor => families.conv2d!.convolve(x!, filter!, [1, ...rates], pad);
        const { value, gradients } = valueAndGradients(() => sum<Scalar>(mul(y(), y())), { x: x!, filter: filter! });
        return [y(), value, ...Object.values(gradients)];
      },
      [randomPlain(shape, 1), randomPlain([rows, 3, shape[3], filters], 2)],
      1e-3,
    );
  });

  it('multiply gradients that are not finite with nothing outside of the image', async () => {
    for (const filters of [1, 7]) {
      const dy = randomPlain([2, 6, 5, filters], 1);
      const values = dy.values.map((value, i) => [Infinity, -Infinity, Number.NaN][(i - 2) / 11] ?? value);
      await expectSameAsCpu(
        (x, filter, gradients) => {
          const y = (): Tensor => families.conv2d!.convolve(x!, filter!, [1, 2, 1], 'same');
          return valueAndGradients(() => sum<Scalar>(mul(y(), gradients!)), { filter: filter! }).gradients.filter;
        },
        [randomPlain([2, 6, 5, 2], 2), randomPlain([3, 3, 2, filters], 3), { ...dy, values }],
      );
    }
  });
});
