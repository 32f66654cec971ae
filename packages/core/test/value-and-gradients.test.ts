import { expectClose, expectError, expectNoLeak, onEachBackend } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { ArgumentError, ShapeError, valueAndGradients } from '../src/index.js';

describe('valueAndGradients', () => {
  onEachBackend(() => {
    it('gives the value and one gradient for each name', async () => {
      const [w, b] = [tf.tensor1d([1, 2]), tf.scalar(3)];
      const { value, gradients } = valueAndGradients(() => tf.sum(tf.mul(tf.square(w), b)) as tf.Scalar, { w, b });
      await expectClose(value, 15);
      await expectClose(gradients.w, [6, 12]);
      await expectClose(gradients.b, 5);
      await expectNoLeak(() => valueAndGradients(() => tf.sum(tf.mul(tf.square(w), b)) as tf.Scalar, { w, b }));
    });

    it('gives a tensor of its own where the value is the tensor', async () => {
      const w = tf.scalar(2);
      const { value, gradients } = valueAndGradients(() => w, { w });
      value.dispose();
      await expectClose(w, 2);
      await expectClose(gradients.w, 1);
    });

    it('gives what else was made on the way', async () => {
      const w = tf.tensor1d([1, 2]);
      const pass = () =>
        valueAndGradients(
          () => {
            const y = tf.square(w);
            return { value: tf.sum(y) as tf.Scalar, aux: { y, both: [y, w], name: 'square' } };
          },
          { w },
        );
      const { aux, gradients, value } = pass();
      await expectClose(aux.y, [1, 4]);
      await expectClose(aux.both[1]!, [1, 2]);
      expect(aux.name).toBe('square');
      await expectClose(gradients.w, [2, 4]);
      tf.dispose([value, aux, gradients]);
      await expectClose(w, [1, 2]);
      await expectNoLeak(pass);
    });

    it('tells of each gradient when it is final, the last layer first, while the pass goes on', async () => {
      const [first, second, unused] = [tf.scalar(2), tf.scalar(3), tf.scalar(4)];
      const told: (readonly [string, number])[] = [];
      const backwards: string[] = [];
      const probe = tf.customGrad((x) => ({
        value: tf.clone(x as tf.Tensor),
        gradFunc: (dy: tf.Tensor) => {
          backwards.push(told.map(([name]) => name).join(' '));
          return tf.clone(dy);
        },
      }));
      const pass = () =>
        valueAndGradients(
          () => tf.mul(tf.mul(probe(tf.mul(first, first)), second), first) as tf.Scalar,
          { first, second, unused },
          { allowUnused: true, onGradient: (name, gradient) => told.push([name, gradient.dataSync()[0]!]) },
        );
      tf.dispose(pass());
      // first³ · second: `first` is used before the probe and behind it.
      expect(told).toEqual([
        ['second', 8],
        ['first', 36],
      ]);
      expect(backwards).toEqual(['second']);
      await expectNoLeak(pass);
    });

    it('names the operation that has no gradient', async () => {
      const w = tf.tensor1d([1, 2]);
      await expectError(
        () => valueAndGradients(() => tf.sum(tf.unique(w).values) as tf.Scalar, { w }),
        ArgumentError,
        'gradient of Unique: gradient function not found.',
      );
    });

    it('gives zeros for what is not used, where that is allowed', async () => {
      const [w, unused] = [tf.tensor1d([1, 2]), tf.ones([2, 1])];
      const pass = () => valueAndGradients(() => tf.sum(w) as tf.Scalar, { w, unused }, { allowUnused: true });
      const { gradients } = pass();
      await expectClose(gradients.unused, [[0], [0]]);
      await expectClose(gradients.w, [1, 1]);
      await expectNoLeak(pass);
    });

    it('leaves nothing behind when it throws', async () => {
      const w = tf.tensor1d([1, 2]);
      const unused = tf.scalar(1);
      const before = tf.memory().numTensors;
      await expectError(
        () => valueAndGradients(() => tf.square(tf.mul(w, w)) as unknown as tf.Scalar, { w }),
        ShapeError,
        'valueAndGradients: `f` must return a scalar; received a tensor of shape [2].',
      );
      expect(tf.memory().numTensors).toBe(before);
      await expectError(
        () => valueAndGradients(() => tf.sum(tf.square(w)) as tf.Scalar, { w, unused }),
        ArgumentError,
        'valueAndGradients: `of` must hold only tensors that the value depends on; received `unused`. ' +
          'Freeze what is not used, or allow it with `allowUnused`.',
      );
      expect(tf.memory().numTensors).toBe(before);
      await expectError(
        () => valueAndGradients(() => tf.scalar(1), {}),
        ArgumentError,
        'valueAndGradients: `of` must hold at least one tensor; received none. ' +
          'Unfreeze a parameter, or call the function alone.',
      );
      expect(() =>
        valueAndGradients(
          () => {
            tf.square(tf.mul(w, w));
            throw new RangeError('on the way');
          },
          { w },
        ),
      ).toThrow(RangeError);
      expect(tf.memory().numTensors).toBe(before);
      expect(() => valueAndGradients(() => ({ value: tf.scalar(1), aux: tf.square(w) }), { w })).toThrow(ArgumentError);
      expect(tf.memory().numTensors).toBe(before);
      const { value, gradients } = valueAndGradients(() => tf.sum(w) as tf.Scalar, { w });
      await expectClose(gradients.w, [1, 1]);
      tf.dispose([value, gradients]);
    });
  });
});
