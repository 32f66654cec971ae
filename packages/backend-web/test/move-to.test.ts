import { build, copyToHost, loadHostCopy, stateDict } from '@neurite/core';
import { dense } from '@neurite/layers';
import { getBackend, keep, memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { moveTo, useWeb } from '../src/index.js';

beforeAll(async () => {
  await useWeb();
});

describe('moveTo', () => {
  it('takes the values along, and says which engine it is', async () => {
    using model = build(dense(2), { input: [3], seed: 1 });
    const before = await copyToHost(stateDict(model));
    const { engine } = await moveTo('cpu', model);
    expect([engine, getBackend()]).toEqual(['cpu', 'cpu']);
    expect(await copyToHost(stateDict(model))).toEqual(before);
    expect((await moveTo('webgpu', model)).engine).toBe('wasm');
    expect(await copyToHost(stateDict(model))).toEqual(before);
  });

  it('takes a copy instead of values that are lost', async () => {
    using model = build(dense(1), { input: [1], seed: 1 });
    const value = { data: Float32Array.of(5), shape: [1, 1], dtype: 'float32' } as const;
    const copy = { kernel: value, bias: { ...value, shape: [1] } };
    await moveTo('wasm', model, { copy });
    expect(await copyToHost(stateDict(model))).toEqual(copy);
    expect(() => loadHostCopy(model, { kernel: value })).toThrow(/^loadState: `state` must have exactly the paths/);
  });

  it('leaves no tensors', async () => {
    using model = build(dense(2), { input: [3], seed: 1 });
    for (const one of Object.values(stateDict(model))) keep(one);
    const { numTensors, numDataBuffers } = memory();
    await moveTo('cpu', model);
    await moveTo('wasm', model);
    expect(memory()).toMatchObject({ numTensors, numDataBuffers });
  });
});
