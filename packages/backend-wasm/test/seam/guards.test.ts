import { engine, tidy } from '@tensorflow/tfjs-core';
import { array, assert, asyncProperty, constantFrom } from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ownKernels } from '../../src/internal/kernels/index.js';
import { useGuardedWasm } from '../support/engines.js';
import type { GuardedAllocator } from '../support/guarded-allocator.js';
import { layerCalls } from '../support/layer-calls.js';
import { tensorCalls } from '../support/tensor-calls.js';

const calls = { ...tensorCalls, ...layerCalls };

let guarded: GuardedAllocator;

beforeAll(async () => {
  guarded = await useGuardedWasm();
});

describe('no kernel writes outside of its output', () => {
  it('each is called here', () => {
    expect(Object.keys(calls).sort()).toEqual(Object.keys(ownKernels).sort());
  });

  it.each(Object.keys(calls))('%s', async (name) => {
    const extent = constantFrom(0, 1, 2, 3, 4, 5, 7, 15, 16, 17, 33);
    await assert(
      asyncProperty(array(extent, { minLength: 2, maxLength: 2 }), async (shape) => {
        tidy(() => {
          calls[name]!((inputs, attrs = {}) => engine().runKernel(name, inputs as never, attrs as never), shape);
        });
        expect(guarded.check(), `[${shape.join(', ')}]`).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});
