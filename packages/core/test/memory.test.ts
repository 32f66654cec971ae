import { expectClose, expectError, onEachBackend } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { ArgumentError, leakReport, memoryScope, Neuron } from '../src/index.js';

describe('memoryScope', () => {
  onEachBackend(() => {
    it('disposes all but what is returned', async () => {
      const before = tf.memory().numTensors;
      const { norm } = memoryScope('norm', () => {
        const x = tf.tensor1d([3, 4]);
        return { norm: tf.sqrt(tf.sum(tf.square(x))) };
      });
      expect(tf.memory().numTensors).toBe(before + 1);
      await expectClose(norm, 5);
      norm.dispose();
    });

    it('disposes all when it throws', () => {
      const before = tf.memory().numTensors;
      expect(() =>
        memoryScope('broken', () => {
          tf.tensor1d([1]);
          throw new RangeError('broken');
        }),
      ).toThrow(RangeError);
      expect(tf.memory().numTensors).toBe(before);
    });

    it('takes no async function', async () => {
      await expectError(
        () => memoryScope('step', (async () => tf.scalar(1)) as unknown as () => tf.Tensor),
        ArgumentError,
        'memoryScope step: `f` must be a synchronous function; received one that returns a promise. ' +
          'Dispose what an async function makes by hand, and see `leakReport`.',
      );
    });
  });
});

describe('leakReport', () => {
  onEachBackend(() => {
    it('tells what was made, where, and in which scope', async () => {
      let lost: tf.Tensor[] = [];
      const report = await leakReport(async () => {
        const kept = tf.tidy(() => tf.add(tf.ones([2, 3]), 1));
        await kept.data();
        const counts = tf.tensor1d([1, 2], 'int32');
        memoryScope('epoch', () => lost.push(tf.keep(tf.zeros([5]))));
        lost = [...lost, kept, counts];
        return tf.scalar(7);
      });
      expect(report.leaks.map(({ shape, dtype, bytes }) => ({ shape, dtype, bytes }))).toEqual([
        { shape: [2, 3], dtype: 'float32', bytes: 24 },
        { shape: [2], dtype: 'int32', bytes: 8 },
        { shape: [5], dtype: 'float32', bytes: 20 },
      ]);
      expect(report.bytes).toBe(52);
      for (const { created } of report.leaks) expect(created).toContain('memory.test.ts');
      expect(report.leaks[2]!.created).toMatch(/ in epoch$/);
      expect(String(report)).toMatch(
        /^3 tensors leaked, 52 bytes:\n {2}float32 \[2, 3\], 24 bytes, made at .*memory\.test\.ts/,
      );
      tf.dispose([...lost, report.result]);
    });

    it('finds nothing where all is in the result or disposed', async () => {
      const report = await leakReport(() => {
        tf.tensor1d([1]).dispose();
        return { list: [tf.scalar(1)], map: new Map([['a', tf.scalar(2)]]), model: new Neuron({ inputs: 2 }) };
      });
      expect(report.leaks).toEqual([]);
      expect(String(report)).toBe('no tensor leaked');
      report.result.model.dispose();
      tf.dispose([report.result.list, [...report.result.map.values()]]);
    });

    it('counts a shared buffer once, and stops watching after an error', async () => {
      let lost: tf.Tensor[] = [];
      const report = await leakReport(() => {
        const x = tf.ones([4]);
        lost = [x, tf.reshape(x, [2, 2])];
      });
      expect(report.leaks).toHaveLength(2);
      expect(report.bytes).toBe(16);
      tf.dispose(lost);
      await expect(leakReport(() => Promise.reject(new RangeError('broken')))).rejects.toThrow(RangeError);
      const after = await leakReport(() => undefined);
      expect(after.leaks).toEqual([]);
    });
  });
});
