import { onEachBackend } from '@neurite/testing';
import { add, getBackend, memory, type Tensor, Tensor as TensorClass, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { describe, expect, it, vi } from 'vitest';
import { readRow, readRowSync, rowFrom } from '../src/internal/host-row.js';

const tensors = (): Tensor[] => [tensor2d([1, 2, 3, 4], [2, 2]), tensor1d([]), tensor1d([-0, Number.NaN])];

onEachBackend(() => {
  describe('a row of numbers', () => {
    it('is read of several tensors, and leaves none', async () => {
      const own = tensors();
      const before = memory().numTensors;
      const [later, now] = [new Float32Array(6), new Float32Array(6)];
      await readRow(own, later);
      readRowSync(own, now);
      expect([...later]).toEqual([1, 2, 3, 4, -0, Number.NaN]);
      expect(now).toEqual(later);
      expect(memory().numTensors).toBe(before);
    });

    it('is read without an array in between where the engine has the numbers in memory', async () => {
      if (!['cpu', 'wasm'].includes(getBackend())) return;
      const reads = [vi.spyOn(TensorClass.prototype, 'data'), vi.spyOn(TensorClass.prototype, 'dataSync')];
      await readRow(tensors(), new Float32Array(6));
      for (const read of reads) {
        expect(read).not.toHaveBeenCalled();
        read.mockRestore();
      }
    });

    it('becomes a tensor that does not change with the array', async () => {
      const values = Float32Array.of(1, 2, 3);
      const row = rowFrom(values);
      values.fill(7);
      expect([...(await row.data())]).toEqual([1, 2, 3]);
      expect([...(await add(row, 1).data())]).toEqual([2, 3, 4]);
    });

    it('does not change with what was read of a tensor', async () => {
      const own = tensor1d([1, 2]);
      const values = new Float32Array(2);
      await readRow([own], values);
      values.fill(7);
      expect([...(await own.data())]).toEqual([1, 2]);
    });
  });
});
