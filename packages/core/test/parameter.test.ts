import { expectClose, expectError, onEachBackend } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { DisposedError, memoryScope, Parameter, ShapeError } from '../src/index.js';

describe('Parameter', () => {
  onEachBackend(() => {
    it('outlives the scope it was made in, and is freed once', () => {
      const before = tf.memory().numTensors;
      const parameter = memoryScope('making', () => new Parameter(tf.ones([2])));
      expect(tf.memory().numTensors).toBe(before + 1);
      expect(parameter.value.isDisposed).toBe(false);
      parameter.dispose();
      parameter.dispose();
      expect(tf.memory().numTensors).toBe(before);
    });

    it('owns what is assigned, and frees what was there', async () => {
      const before = tf.memory().numTensors;
      const first = tf.ones([2]);
      const parameter = new Parameter(first);
      tf.tidy(() => parameter.assign(tf.add(parameter.value, 1)));
      expect(first.isDisposed).toBe(true);
      await expectClose(parameter.value, [2, 2]);
      parameter.assign(parameter.value);
      await expectClose(parameter.value, [2, 2]);
      expect(tf.memory().numTensors).toBe(before + 1);
      parameter.dispose();
    });

    it('names what cannot be assigned, and changes nothing', async () => {
      const parameter = new Parameter<tf.Tensor>(tf.ones([2]));
      await expectError(
        () => parameter.assign(tf.ones([3])),
        ShapeError,
        'Parameter.assign: `next` must be float32 of shape [2]; received float32 of shape [3].',
      );
      await expectError(
        () => parameter.assign(tf.ones([2], 'int32')),
        ShapeError,
        'Parameter.assign: `next` must be float32 of shape [2]; received int32 of shape [2].',
      );
      const gone = tf.ones([2]);
      gone.dispose();
      await expectError(
        () => parameter.assign(gone),
        DisposedError,
        'Parameter.assign: `next` had been disposed before.',
      );
      await expectClose(parameter.value, [1, 1]);
      parameter.dispose();
      await expectError(
        () => parameter.value,
        DisposedError,
        'Parameter: a parameter of shape [2] was used after it had been disposed. Keep the model until the last use of it.',
      );
    });

    it('lends its place', async () => {
      const before = tf.memory().numTensors;
      const parameter = new Parameter<tf.Tensor>(tf.ones([2]));
      const other = tf.fill([2], 5);
      const read = parameter.lend(other, () => parameter.value);
      expect(read).toEqual({ result: other, assigned: undefined });
      const written = parameter.lend(other, () => {
        parameter.assign(tf.fill([2], 6));
        parameter.assign(tf.fill([2], 7));
        return 'done';
      });
      expect(written.result).toBe('done');
      await expectClose(written.assigned!, [7, 7]);
      await expectClose(parameter.value, [1, 1]);
      expect(other.isDisposed).toBe(false);
      written.assigned!.dispose();
      expect(() =>
        parameter.lend(other, () => {
          parameter.assign(tf.fill([2], 8));
          throw new RangeError('on the way');
        }),
      ).toThrow(RangeError);
      await expectClose(parameter.value, [1, 1]);
      await expectError(
        () => parameter.lend(tf.scalar(1), () => 0),
        ShapeError,
        'Parameter.lend: `tensor` must be float32 of shape [2]; received float32 of shape [].',
      );
      tf.dispose([other, parameter.value]);
      expect(tf.memory().numTensors).toBe(before + 1);
    });
  });

  it('is trainable unless it is frozen or a statistic', () => {
    expect(new Parameter(tf.scalar(0)).trainable).toBe(true);
    expect(new Parameter(tf.scalar(0), { trainable: false }).trainable).toBe(false);
    const statistic = new Parameter(tf.scalar(0), { buffer: true });
    statistic.trainable = true;
    expect(statistic.trainable).toBe(false);
    expect(statistic.shape).toEqual([]);
  });
});
