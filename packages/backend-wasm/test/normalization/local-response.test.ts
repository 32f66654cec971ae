import { localResponseNormalization, type Tensor4D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, it } from 'vitest';
import {
  expectClose,
  expectSameAsCpu,
  floats,
  randomPlain,
  runKernel,
  runOn,
  useGuardedWasm,
} from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

const shapes = [
  [1, 1, 1, 1],
  [2, 3, 5, 3],
  [1, 4, 4, 7],
  [2, 5, 2, 8],
];

describe('local response normalization', () => {
  it.each([
    ['NaN', Number.NaN, [0.5, Number.NaN, Number.NaN, Number.NaN, 0.5]],
    ['a huge number', 1e15, [0.5, 0, 1 / Math.sqrt(1.5), 0, 0.5]],
  ])('%s changes its neighbors alone', async (_, value, expected) => {
    const x = floats([1, 1, value, 1, 1], [1, 1, 1, 5]);
    // Of two ones, far from it: (1 + 1.5 · 2)^−½.
    const [y] = await runOn('wasm', (t) => localResponseNormalization(t as Tensor4D, 1, 1, 1.5, 0.5), [x]);
    expectClose(y!.values, expected, 1e-6);
  });

  it.each([1, 1e19, 3e19, 1e25, 1e38])('does not overflow where squares of %f do', async (huge) => {
    const x = floats([huge, -huge, 1, 2, 3, huge / 4], [1, 1, 1, 6]);
    for (const beta of [0.5, 0.75, 1]) {
      await expectSameAsCpu((t) => localResponseNormalization(t as Tensor4D, 1, 1, 1, beta), [x]);
    }
    const [y] = await runOn('wasm', (t) => localResponseNormalization(t as Tensor4D, 0, 1, 1, 0.5), [x]);
    expectClose(
      y!.values,
      [...x.values].map((value) => value / Math.sqrt(1 + value * value)),
      1e-6,
    );
  });

  it.each(shapes)('of [%i, %i, %i, %i], and its gradient', async (...shape) => {
    for (const radius of [0, 1, 5]) {
      const attrs = { depthRadius: radius, bias: 1.2, alpha: 0.7, beta: 0.6 };
      await expectSameAsCpu(
        (x, dy) => {
          const y = localResponseNormalization(x as Tensor4D, radius, attrs.bias, attrs.alpha, attrs.beta);
          return [y, runKernel('LRNGrad', { x: x!, y, dy: dy! }, attrs)];
        },
        [randomPlain(shape, 1), randomPlain(shape, 2)],
      );
    }
  });
});
