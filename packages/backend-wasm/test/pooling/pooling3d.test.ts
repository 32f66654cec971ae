import { avgPool3d, maxPool3d, type Tensor, type Tensor5D } from '@tensorflow/tfjs-core';
import { assert, asyncProperty, constantFrom, integer, record } from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  expectClose,
  expectSameAsCpu,
  type Plain,
  randomPlain,
  runKernel,
  runOn,
  useGuardedWasm,
} from '../support/engines.js';

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

describe('3D pooling, for any shape', () => {
  it('equals the cpu backend', async () => {
    await assert(
      asyncProperty(geometry, async ({ shape, window, strides: steps, pad }) => {
        const filterSize = Object.values(window) as [number, number, number];
        const strides = Object.values(steps) as [number, number, number];
        const x = randomPlain(Object.values(shape), 1);
        const largest = (input: Tensor): Tensor[] => {
          const output = maxPool3d(input as Tensor5D, filterSize, strides, pad);
          return [output, runKernel('MaxPool3DGrad', { dy: output, input, output }, { filterSize, strides, pad })];
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
            return [dy, runKernel('AvgPool3DGrad', { dy, input: input! }, { filterSize, strides, pad })];
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

  it('gives the gradient of a maximum to the first of equal elements, where the cpu backend takes the last', async () => {
    const x: Plain = { values: [0, 1, 1, 0, 1, 0, 0, 0], shape: [1, 2, 2, 2, 1], dtype: 'float32' };
    const [dx] = await runOn(
      'wasm',
      (input) => {
        const output = maxPool3d(input as Tensor5D, 2, 1, 'valid');
        const attrs = { filterSize: [2, 2, 2], strides: [1, 1, 1], pad: 'valid' };
        return runKernel('MaxPool3DGrad', { dy: output, input: input!, output }, attrs);
      },
      [x],
    );
    expect(dx!.values).toEqual([0, 1, 0, 0, 0, 0, 0, 0]);
  });
});
