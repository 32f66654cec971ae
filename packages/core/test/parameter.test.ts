import { expectClose, expectError, onEachBackend } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it, vi } from 'vitest';
import { ArgumentError, DisposedError, glorotUniform, memoryScope, Parameter, ShapeError } from '../src/index.js';

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

    it('is lent another tensor, and has its own again', async () => {
      const before = tf.memory().numTensors;
      const parameter = new Parameter<tf.Tensor>(tf.ones([2]));
      const other = tf.fill([2], 5);
      const loans = new Map([[parameter, other]]);
      const read = Parameter.lend(loans, () => parameter.value);
      expect(read.result).toBe(other);
      expect(read.assigned.size).toBe(0);
      const written = Parameter.lend(loans, () => {
        parameter.assign(tf.fill([2], 6));
        parameter.assign(tf.fill([2], 7));
        return 'done';
      });
      expect(written.result).toBe('done');
      await expectClose(written.assigned.get(parameter)!, [7, 7]);
      await expectClose(parameter.value, [1, 1]);
      expect(other.isDisposed).toBe(false);
      written.assigned.get(parameter)!.dispose();
      expect(() =>
        Parameter.lend(loans, () => {
          parameter.assign(tf.fill([2], 8));
          throw new RangeError('on the way');
        }),
      ).toThrow(RangeError);
      await expectClose(parameter.value, [1, 1]);
      const wrong = tf.scalar(1);
      await expectError(
        () => Parameter.lend(new Map([[parameter, wrong]]), () => 0),
        ShapeError,
        'Parameter.lend: `tensor` must be float32 of shape [2]; received float32 of shape [].',
      );
      tf.dispose([other, wrong]);
      expect(tf.memory().numTensors).toBe(before + 1);
      parameter.dispose();
    });

    it('is lent tensors inside of a loan', async () => {
      const [a, b] = [new Parameter<tf.Tensor>(tf.scalar(1)), new Parameter<tf.Tensor>(tf.scalar(2))];
      const [outer, inner] = [tf.scalar(3), tf.scalar(4)];
      const others: Parameter[] = [];
      const look = { others: (parameter: Parameter) => void others.push(parameter) };
      const { assigned } = Parameter.lend(
        new Map([[a, outer]]),
        () => {
          a.assign(tf.scalar(5));
          const nested = Parameter.lend(new Map([[a, inner]]), () => [a.value, b.value]);
          expect(nested.result[0]).toBe(inner);
        },
        look,
      );
      await expectClose(assigned.get(a)!, 5);
      expect(others).toEqual([b]);
      b.assign(tf.scalar(6));
      expect(others).toEqual([b]);
      tf.dispose([outer, inner, assigned.get(a)!, a.value, b.value]);
    });

    it('takes a tensor alone, not the initializer that makes one', async () => {
      const made = (glorotUniform as unknown as (shape: number[]) => tf.Tensor)([2, 3]); // as JavaScript may
      await expectError(
        () => new Parameter(made),
        ArgumentError,
        'Parameter: `value` must be a tensor; received the function draw. If an initializer gave it, pass what ' +
          'the initializer returns: heNormal(), not heNormal.',
      );
    });

    it('lends in a loop: 100,000 parameters', () => {
      const tensor = tf.scalar(1);
      const loans = new Map(Array.from({ length: 100_000 }, () => [new Parameter<tf.Tensor>(tensor), tensor] as const));
      expect(Parameter.lend(loans, () => 'done').result).toBe('done');
      tensor.dispose();
    });

    it('follows the one who holds it, and tells of changes', async () => {
      const before = tf.memory().numTensors;
      const parameter = new Parameter<tf.Tensor>(tf.scalar(1));
      let current: tf.Tensor | undefined;
      const changed = vi.fn();
      // As a run does: what somebody else has changed is no longer held.
      parameter.holder = { current: () => (changed.mock.calls.length > 0 ? undefined : current), changed };
      await expectClose(parameter.value, 1);
      current = tf.scalar(2);
      const copy = parameter.value;
      await expectClose(copy, 2);
      expect(copy).not.toBe(current);
      expect(parameter.value).toBe(copy);
      expect(changed).not.toHaveBeenCalled();
      tf.tidy(() => parameter.assign(tf.scalar(3)));
      expect(changed).toHaveBeenCalledExactlyOnceWith(parameter);
      parameter.trainable = true;
      expect(changed).toHaveBeenCalledTimes(1);
      parameter.trainable = false;
      expect(changed).toHaveBeenCalledTimes(2);
      const lent = tf.scalar(9);
      const { assigned } = Parameter.lend(new Map([[parameter, lent]]), () => {
        expect(parameter.value).toBe(lent);
        parameter.assign(tf.scalar(8));
      });
      expect(changed).toHaveBeenCalledTimes(2);
      tf.dispose([lent, assigned.get(parameter)!, current]);
      await expectClose(parameter.value, 3);
      parameter.dispose();
      expect(changed).toHaveBeenCalledTimes(3);
      expect(parameter.isDisposed).toBe(true);
      expect(tf.memory().numTensors).toBe(before);
    });
  });

  it('is trainable unless it is frozen or a buffer', () => {
    expect(new Parameter(tf.scalar(0)).trainable).toBe(true);
    expect(new Parameter(tf.scalar(0), { trainable: false }).trainable).toBe(false);
    const buffer = new Parameter(tf.scalar(0), { buffer: true });
    buffer.trainable = true;
    expect(buffer.trainable).toBe(false);
    expect(buffer.shape).toEqual([]);
  });
});
