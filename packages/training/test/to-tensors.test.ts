import { ArgumentError, type Batch, hostArray, ShapeError } from '@neurite/core';
import { expectClose, expectError, expectNoLeak, onEachBackend } from '@neurite/testing';
import { memory, tensor2d } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { toTensors } from '../src/index.js';

onEachBackend(() => {
  describe('toTensors', () => {
    it('makes lists and records of tensors, and frees what it made', async () => {
      const lent = tensor2d([[1], [2]]);
      const { numTensors } = memory();
      {
        using batch = toTensors({
          x: {
            image: hostArray(Uint8Array.of(1, 2, 3, 4), [2, 2]),
            both: [lent, hostArray(Float32Array.of(5, 6))] as const,
          },
          y: hostArray(Int32Array.of(7, 8)),
          weights: hostArray(Float32Array.of(1, 0)),
        });
        expect([batch.size, batch.x.image.dtype, batch.y.dtype]).toEqual([2, 'int32', 'int32']);
        expect(batch.x.both[0]).toBe(lent);
        await expectClose(batch.x.image, [
          [1, 2],
          [3, 4],
        ]);
        await expectClose(batch.weights!, [1, 0]);
        expect(memory().numTensors).toBe(numTensors + 4);
      }
      expect(memory().numTensors).toBe(numTensors);
      expect(lent.isDisposed).toBe(false);
      lent.dispose();
    });

    it('frees a batch that says how, once, also where it cannot be taken', () => {
      let freed = 0;
      const x = tensor2d([[1], [2]]);
      const batch = { x, y: hostArray(Float32Array.of(1, 2)), dispose: () => void freed++ };
      toTensors(batch).dispose();
      expect(freed).toBe(1);
      expect(() => toTensors({ ...batch, y: hostArray(Float32Array.of(1)) })).toThrow(ShapeError);
      expect(freed).toBe(2);
      x.dispose();
    });

    it('copies, so that an array may be filled again', async () => {
      const data = Float32Array.of(1, 2);
      const batch = toTensors({ x: hostArray(data), y: hostArray(data) });
      data.fill(9);
      await expectClose(batch.x, [1, 2]);
      batch.dispose();
      batch.dispose();
    });

    it('names what is not a batch', async () => {
      const x = hostArray(Float32Array.of(1, 2));
      const refuse = (batch: unknown, type: typeof ArgumentError, message: string): Promise<void> =>
        expectNoLeak(() => expectError(() => toTensors(batch as Batch), type, message).then(() => {}));
      await refuse(
        { x },
        ArgumentError,
        'toTensors: `data` must give batches of the form { x, y } or { x, y, weights }; received an object with x.',
      );
      await refuse(
        { x: { a: x, b: hostArray(Float32Array.of(1)) }, y: x },
        ShapeError,
        'toTensors: `x.b` must have 2 samples; received 1.',
      );
      await refuse(
        { x: [x, 'text'], y: x },
        ArgumentError,
        "toTensors: `x.1` must be a host array, a tensor, or a list or record of these; received 'text'.",
      );
      await refuse({ x: {}, y: x }, ArgumentError, 'toTensors: `x` must hold at least one tensor; received none.');
    });
  });
});
