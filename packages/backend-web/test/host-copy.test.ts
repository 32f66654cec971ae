import { build, stateDict } from '@neurite/core';
import { dense } from '@neurite/layers';
import { expectNoLeak } from '@neurite/testing';
import { getBackend, keep, tensor, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { copyToHost, loadHostCopy, moveTo, tensorsFromHost, useWeb } from '../src/index.js';

beforeAll(async () => {
  await useWeb();
});

describe('copyToHost', () => {
  it('gives buffers of their own', async () => {
    const [x, y] = [tensor2d([[1, 2]]), tensor1d([true, false], 'bool')];
    const copy = await copyToHost({ x, y });
    expect(copy).toEqual({
      x: { data: Float32Array.of(1, 2), shape: [1, 2], dtype: 'float32' },
      y: { data: Uint8Array.of(1, 0), shape: [2], dtype: 'bool' },
    });
    copy.x!.data[0] = 7;
    expect([...(await x.data())]).toEqual([1, 2]);
    expect(copy.x!.data.buffer.byteLength).toBe(8);
  });

  it('refuses strings', async () => {
    await expect(copyToHost({ names: tensor(['a']) })).rejects.toThrow(
      'copyToHost: `names` must be float32, int32 or bool; received string.',
    );
  });
});

describe('tensorsFromHost', () => {
  it('gives back what was copied, and keeps nothing of the copy', async () => {
    const copy = await copyToHost({ x: tensor1d([1, 2], 'int32') });
    const { x } = tensorsFromHost(copy);
    copy.x!.data.fill(9);
    expect(x).toMatchObject({ dtype: 'int32', shape: [2] });
    expect([...(await x!.data())]).toEqual([1, 2]);
  });

  it('checks the numbers against the shape', () => {
    expect(() => tensorsFromHost({ x: { data: Float32Array.of(1), shape: [2], dtype: 'float32' } })).toThrow(
      'tensorsFromHost: `x` must have the 2 numbers of its shape [2]; received 1.',
    );
  });
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

  it('takes a copy in the place of values that are gone, and refuses one of another model', async () => {
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
    await expectNoLeak(async () => {
      await moveTo('cpu', model);
      await moveTo('wasm', model);
    });
  });
});
