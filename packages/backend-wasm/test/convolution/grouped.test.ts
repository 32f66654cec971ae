import { valueAndGradients } from '@neurite/core';
import { groupedConv2d } from '@neurite/core/operation';
import { mul, type Scalar, sum, type Tensor } from '@tensorflow/tfjs-core';
import { assert, asyncProperty, constantFrom, integer, record } from 'fast-check';
import { beforeAll, describe, it } from 'vitest';
import { expectSameAsCpu, randomPlain, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

const small = integer({ min: 1, max: 3 });
const geometry = record({
  images: integer({ min: 0, max: 2 }),
  height: integer({ min: 7, max: 9 }),
  width: integer({ min: 7, max: 12 }),
  groups: integer({ min: 1, max: 4 }),
  depth: integer({ min: 1, max: 9 }),
  columns: integer({ min: 1, max: 18 }),
  kernelHeight: small,
  kernelWidth: small,
  stride: small,
  rate: small,
  pad: constantFrom('valid' as const, 'same' as const),
});

describe('convolution in groups', () => {
  it('and its gradients equal those of each group, on the cpu backend', async () => {
    await assert(
      asyncProperty(geometry, async ({ images, height, width, groups, depth, columns, pad, ...window }) => {
        const strides = window.rate > 1 ? 1 : window.stride;
        const attrs = { strides: [strides, strides], pad, dilations: [window.rate, window.rate] } as const;
        const x = randomPlain([images, height, width, groups * depth], 1);
        const filter = randomPlain([window.kernelHeight, window.kernelWidth, depth, groups * columns], 2);
        await expectSameAsCpu(
          (a, b) => {
            const y = (): Tensor => groupedConv2d({ x: a!, filter: b! }, attrs);
            const { gradients } = valueAndGradients(() => sum<Scalar>(mul(y(), y())), { x: a!, filter: b! });
            return [y(), ...Object.values(gradients)];
          },
          [x, filter],
          1e-3,
        );
      }),
      { numRuns: 16 },
    );
  });

  it('meets nothing but finite numbers in the padding', async () => {
    for (const columns of [1, 7]) {
      const filter = randomPlain([3, 3, 2, 2 * columns], 2);
      const values = filter.values.map((value, i) => (i === 1 ? Infinity : value));
      await expectSameAsCpu(
        (x, kernel) => groupedConv2d({ x: x!, filter: kernel! }, { strides: [1, 1], pad: 'same', dilations: [1, 1] }),
        [randomPlain([2, 5, 6, 4], 1), { ...filter, values }],
      );
    }
  });
});
