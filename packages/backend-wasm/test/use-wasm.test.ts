import { getBackend, matMul, memory, randomNormal, tensor2d } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { useWasm } from '../src/index.js';

describe('useWasm', () => {
  it('turns the engine on and says what it chose', async () => {
    const report = await useWasm();
    expect(getBackend()).toBe('wasm');
    expect(report.engine).toBe('wasm');
    expect(`${report}`).toMatch(/^wasm \((plain|relaxed) SIMD, 1 thread\): .+/);
    expect((await useWasm()).simd).toBe(report.simd);
  });

  it('multiplies matrices', async () => {
    await useWasm();
    const a = tensor2d([
      [1, 2],
      [3, 4],
    ]);
    const y = matMul(a, a, false, true);
    expect([...(await y.data())]).toEqual([5, 11, 11, 25]);
    expect(memory().unreliable).toBe(false);
    randomNormal([3, 3]).dispose();
  });
});
