import { expectError, expectNoLeak, onEachBackend } from '@neurite/testing';
import { memory, tensor, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { copyToHost, DtypeError, loadHostCopy, Neuron, ShapeError, stateDict, tensorsFromHost } from '../src/index.js';

onEachBackend(() => {
  describe('copyToHost', () => {
    it('gives each tensor a buffer of its own', async () => {
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
      await expectError(
        () => copyToHost({ names: tensor(['a']) }),
        DtypeError,
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

    it('checks the data against the shape before it makes a tensor', async () => {
      const before = memory().numTensors;
      const right = { data: Float32Array.of(1), shape: [1], dtype: 'float32' } as const;
      await expectError(
        () => tensorsFromHost({ right, x: { ...right, shape: [2] } }),
        ShapeError,
        'tensorsFromHost: `x` must have the 2 elements of its shape [2]; received 1.',
      );
      expect(memory().numTensors).toBe(before);
    });
  });

  describe('loadHostCopy', () => {
    it('loads what was copied and leaves no tensors', async () => {
      using teacher = new Neuron({ inputs: 2, weights: [1, 2] });
      using student = new Neuron({ inputs: 2 });
      await expectNoLeak(async () => loadHostCopy(student, await copyToHost(stateDict(teacher))));
      expect(await copyToHost(stateDict(student))).toEqual(await copyToHost(stateDict(teacher)));
    });

    it('refuses a copy of another module and leaves no tensors', async () => {
      using neuron = new Neuron({ inputs: 2 });
      const copy = { data: Float32Array.of(1), shape: [1], dtype: 'float32' } as const;
      await expectNoLeak(() => {
        expect(() => loadHostCopy(neuron, { weights: copy })).toThrow(
          /^loadState: `state` must have exactly the paths of the module/,
        );
      });
    });
  });
});
