import { matMul, randomUniform, removeBackend } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { useWasm } from '../src/index.js';

describe('threads', () => {
  it('give the bits of one', async () => {
    const results: Float32Array[] = [];
    for (const threads of [1, 2, 3]) {
      await useWasm({ threads });
      const a = randomUniform([301, 333], -1, 1, 'float32', 1);
      const b = randomUniform([333, 517], -1, 1, 'float32', 2);
      results.push((await matMul(a, b).data()) as Float32Array);
      removeBackend('wasm');
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });
});
