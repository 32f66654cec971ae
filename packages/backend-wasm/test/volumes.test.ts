import {
  avgPool3d,
  conv3d,
  engine,
  maxPool3d,
  type NamedAttrMap,
  type Tensor,
  type Tensor5D,
} from '@tensorflow/tfjs-core';
import { assert, asyncProperty, constantFrom, integer, record } from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose, expectSameAsCpu, type Plain, randomPlain, runOn, useGuardedWasm } from './support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

const run = (name: string, inputs: Record<string, Tensor>, attrs: object): Tensor =>
  engine().runKernel(name, inputs, attrs as NamedAttrMap);

const extent = integer({ min: 3, max: 6 });
const small = integer({ min: 1, max: 3 });
const geometry = record({
  shape: record({ batch: integer({ min: 1, max: 2 }), depth: extent, height: extent, width: extent, channels: small }),
  window: record({ depth: small, height: small, width: small }),
  strides: record({ depth: small, height: small, width: small }),
  filters: small,
  pad: constantFrom<('valid' | 'same')[]>('valid', 'same'),
});

describe('volumes, for any shape', () => {
  it('convolve', async () => {
    await assert(
      asyncProperty(geometry, async ({ shape, window, strides: steps, filters, pad }) => {
        const strides = Object.values(steps) as [number, number, number];
        const operation = (x: Tensor, filter: Tensor): Tensor[] => {
          const dy = conv3d(x as Tensor5D, filter as Tensor5D, strides, pad);
          const attrs = { strides, pad };
          return [
            dy,
            run('Conv3DBackpropFilterV2', { x, dy }, { ...attrs, filterShape: filter.shape }),
            run('Conv3DBackpropInputV2', { dy, filter }, { ...attrs, inputShape: x.shape }),
          ];
        };
        const x = randomPlain(Object.values(shape), 1);
        const filter = randomPlain([...Object.values(window), shape.channels, filters], 2);
        await expectSameAsCpu((a, b) => operation(a!, b!), [x, filter], 1e-4);
      }),
      { numRuns: 40 },
    );
  });

  it('multiply gradients that are not finite with nothing outside of the volume', async () => {
    for (const [filters, depth] of [
      [2, 1],
      [13, 2],
    ] as const) {
      const dy = randomPlain([2, 4 / depth, 5, 3, filters], 1);
      const values = dy.values.map((value, i) => [Infinity, -Infinity, Number.NaN][(i - 2) / 17] ?? value);
      await expectSameAsCpu(
        (x, gradients) =>
          run(
            'Conv3DBackpropFilterV2',
            { x: x!, dy: gradients! },
            { strides: [depth, 1, 1], pad: 'same', filterShape: [3, 3, 3, 2, filters] },
          ),
        [randomPlain([2, 4, 5, 3, 2], 2), { ...dy, values }],
      );
    }
  });

  it('convolve with dilation', async () => {
    const inputs = [randomPlain([2, 6, 7, 5, 3], 1), randomPlain([2, 3, 2, 3, 4], 2)];
    await expectSameAsCpu(
      (x, filter) => conv3d(x as Tensor5D, filter as Tensor5D, 1, 'same', 'NDHWC', [2, 1, 3]),
      inputs,
      1e-4,
    );
  });

  it('multiply weights that are not finite with nothing outside of the volume', async () => {
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

  it('are pooled', async () => {
    await assert(
      asyncProperty(geometry, async ({ shape, window, strides: steps, pad }) => {
        const filterSize = Object.values(window) as [number, number, number];
        const strides = Object.values(steps) as [number, number, number];
        const x = randomPlain(Object.values(shape), 1);
        const largest = (input: Tensor): Tensor[] => {
          const output = maxPool3d(input as Tensor5D, filterSize, strides, pad);
          return [output, run('MaxPool3DGrad', { dy: output, input, output }, { filterSize, strides, pad })];
        };
        await expectSameAsCpu((a) => largest(a!).slice(0, 1), [x]);
        const [most, gradients] = await runOn('wasm', (a) => largest(a!), [x]);
        // Not as on the cpu backend, which loses some where windows are no cubes. No two numbers are the same.
        const expected = x.values.map((value) => value * most!.values.filter((other) => other === value).length);
        expectClose(gradients!.values, expected, 1e-5);
        await expectSameAsCpu((a) => avgPool3d(a as Tensor5D, filterSize, strides, pad), [x]);
        const [output, gradient] = await runOn(
          'wasm',
          (input) => {
            const dy = avgPool3d(input as Tensor5D, filterSize, strides, pad);
            return [dy, run('AvgPool3DGrad', { dy, input: input! }, { filterSize, strides, pad })];
          },
          [x],
        );
        // Σ dx · x = Σ dy · pool(x), because pooling by the mean is linear; here dy is pool(x) itself.
        const dotted = (a: Plain, b: Plain): number =>
          a.values.reduce((total, value, i) => total + value * b.values[i]!, 0);
        expectClose([dotted(gradient!, x)], [dotted(output!, output!)], 1e-4);
        expect((await useGuardedWasm()).check()).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('give the gradient of a maximum to the first of equals, where the cpu backend gives it to the last', async () => {
    const x: Plain = { values: [0, 1, 1, 0, 1, 0, 0, 0], shape: [1, 2, 2, 2, 1], dtype: 'float32' };
    const [dx] = await runOn(
      'wasm',
      (input) => {
        const output = maxPool3d(input as Tensor5D, 2, 1, 'valid');
        const attrs = { filterSize: [2, 2, 2], strides: [1, 1, 1], pad: 'valid' };
        return run('MaxPool3DGrad', { dy: output, input: input!, output }, attrs);
      },
      [x],
    );
    expect(dx!.values).toEqual([0, 1, 0, 0, 0, 0, 0, 0]);
  });
});
