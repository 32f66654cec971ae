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

    it('is lent another tensor, and has its own one again', async () => {
      const before = tf.memory().numTensors;
      const [parameter, second] = [new Parameter<tf.Tensor>(tf.ones([2])), new Parameter<tf.Tensor>(tf.scalar(2))];
      const [other, lent] = [tf.fill([2], 5), tf.scalar(6)];
      const tensors = new Map([
        [parameter, other],
        [second, lent],
      ]);
      const read = Parameter.lend(tensors, () => [parameter.value, second.value]);
      expect(read).toEqual({ result: [other, lent], assigned: new Map() });
      const written = Parameter.lend(tensors, () => {
        parameter.assign(tf.fill([2], 6));
        parameter.assign(tf.fill([2], 7));
        return Parameter.lend(new Map([[parameter, other]]), () => parameter.value);
      });
      expect(written.result).toEqual({ result: other, assigned: new Map() });
      expect([...written.assigned.keys()]).toEqual([parameter]);
      await expectClose(written.assigned.get(parameter)!, [7, 7]);
      await expectClose(parameter.value, [1, 1]);
      await expectClose(second.value, 2);
      expect([other.isDisposed, lent.isDisposed]).toEqual([false, false]);
      tf.dispose([...written.assigned.values()]);
      expect(() =>
        Parameter.lend(tensors, () => {
          parameter.assign(tf.fill([2], 8));
          throw new RangeError('on the way');
        }),
      ).toThrow(RangeError);
      await expectClose(parameter.value, [1, 1]);
      await expectError(
        () => Parameter.lend(new Map([...tensors, [second, tf.ones([3])]]), () => 0),
        ShapeError,
        'Parameter.lend: `tensors` must be float32 of shape []; received float32 of shape [3].',
      );
      await expectClose(parameter.value, [1, 1]);
      tf.dispose([other, lent, parameter.value, second.value]);
      expect(tf.memory().numTensors).toBe(before + 1);
    });

    it('is lent as one of 100,000', () => {
      const own = Array.from({ length: 100_000 }, () => new Parameter(tf.scalar(1)));
      const [lent, next] = [tf.scalar(2), tf.scalar(3)];
      const { result, assigned } = Parameter.lend(new Map(own.map((one) => [one, lent])), () => {
        own.at(-1)!.assign(next);
        return own.filter(({ value }) => value === lent).length;
      });
      expect(result).toBe(99_999);
      expect([...assigned]).toEqual([[own.at(-1), next]]);
      expect(own.some(({ value }) => value === lent || value === next)).toBe(false);
      tf.dispose([lent, next, own.map(({ value }) => value)]);
    });
  });

  it('is trainable unless it is frozen or a statistic', () => {
    expect(new Parameter(tf.scalar(0)).trainable).toBe(true);
    expect(new Parameter(tf.scalar(0), { trainable: false }).trainable).toBe(false);
    const statistic = new Parameter(tf.scalar(0), { statistic: true });
    statistic.trainable = true;
    expect(statistic.trainable).toBe(false);
    expect(statistic.shape).toEqual([]);
  });
});
