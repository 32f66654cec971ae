import { engine, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ownKernels } from '../../src/internal/kernels/index.js';
import { useGuardedWasm } from '../support/engines.js';
import type { GuardedAllocator } from '../support/guarded-allocator.js';
import { layerCalls } from '../support/layer-calls.js';
import { tensorCalls } from '../support/tensor-calls.js';

const calls = { ...tensorCalls, ...layerCalls };

/** Every number of rows and of columns that tails, vectors and cache lines tell apart. */
const SHAPES = [
  [0, 3],
  [1, 0],
  [1, 17],
  [2, 16],
  [3, 5],
  [4, 4],
  [5, 33],
  [7, 15],
  [15, 2],
  [16, 7],
  [17, 1],
  [33, 3],
] as const;

let guarded: GuardedAllocator;

beforeAll(async () => {
  guarded = await useGuardedWasm();
});

describe('no kernel writes outside of its output', () => {
  it('each is called here', () => {
    expect(Object.keys(calls).sort()).toEqual(Object.keys(ownKernels).sort());
  });

  it.each(Object.keys(calls))('%s', (name) => {
    for (const shape of SHAPES) {
      tidy(() => {
        calls[name]!((inputs, attrs = {}) => engine().runKernel(name, inputs as never, attrs as never), [...shape]);
      });
      expect(guarded.check(), `[${shape.join(', ')}]`).toEqual([]);
    }
  });
});
