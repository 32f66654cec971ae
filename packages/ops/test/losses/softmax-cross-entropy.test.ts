import { DtypeError, registerGradients, ShapeError } from '@neurite/core';
import { draw, expectClose, expectError, expectNoLeak, onEachBackend } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { fusedSoftmaxCrossEntropy } from '../../src/index.js';

// Values and derivatives on drawn inputs are checked in the package `conformance`.
describe('softmax cross entropy', () => {
  onEachBackend(() => {
    it('is one step of the tape', async () => {
      const logits = draw([2, 3]) as tf.Tensor2D;
      const labels = tf.tensor2d([
        [0, 1, 0],
        [1, 0, 0],
      ]);
      registerGradients();
      const { kernelNames } = await tf.profile(() =>
        tf.grad((x) => tf.sum(fusedSoftmaxCrossEntropy(x as tf.Tensor2D, labels)))(logits),
      );
      expect(kernelNames).toContain('SoftmaxCrossEntropyGrad');
    });

    it('is NaN in rows whose class does not exist, and leaves no tensors', async () => {
      const logits = draw([3, 2]) as tf.Tensor2D;
      const classes = tf.tensor1d([2, 1, -1], 'int32');
      const f = (x: tf.Tensor): tf.Tensor => fusedSoftmaxCrossEntropy(x as tf.Tensor2D, classes);
      expect(Array.from(await f(logits).data(), Number.isNaN)).toEqual([true, false, true]);
      const gradient = await tf.grad(f)(logits).data();
      expect(Array.from(gradient, Number.isNaN)).toEqual([true, true, false, false, true, true]);
      await expectNoLeak(() => tf.grad(f)(logits));
    });

    it('is exact for logits of ±1e4, and leaves no tensors', async () => {
      const logits = tf.tensor2d([
        [1e4, -1e4],
        [1e4, -1e4],
        [1e4, 1e4],
      ]);
      const labels = tf.tensor2d([
        [1, 0],
        [0, 1],
        [0.5, 0.5],
      ]);
      await expectClose(fusedSoftmaxCrossEntropy(logits, labels), [0, 2e4, Math.log(2)]);
      const gradient = tf.grad((x) => tf.sum(fusedSoftmaxCrossEntropy(x as tf.Tensor2D, labels)));
      await expectNoLeak(() => gradient(logits));
      await expectClose(gradient(logits), [
        [0, 0],
        [1, -1],
        [0, 0],
      ]);
    });

    it('takes masked logits and logits whose difference overflows', async () => {
      const logits = tf.tensor2d([
        [Number.NEGATIVE_INFINITY, 1, 2],
        [3e38, -3e38, 0],
        [0, Number.NEGATIVE_INFINITY, 0],
      ]);
      const classes = tf.tensor1d([1, 0, 2], 'int32');
      const rows = tf.oneHot(classes, 3, 1, 0, 'float32') as tf.Tensor2D;
      const [p, q] = [1 / (1 + Math.E), Math.E / (1 + Math.E)];
      for (const labels of [classes, rows]) {
        const f = (x: tf.Tensor): tf.Tensor => fusedSoftmaxCrossEntropy(x as tf.Tensor2D, labels);
        await expectClose(f(logits), [Math.log(1 + Math.E), 0, Math.log(2)]);
        await expectClose(tf.grad(f)(logits), [
          [0, p - 1, q],
          [0, 0, 0],
          [0.5, 0, -0.5],
        ]);
      }
      // The class that is masked is the true one.
      const masked = fusedSoftmaxCrossEntropy(logits, tf.tensor1d([0, 0, 0], 'int32'));
      expect((await masked.data())[0]).toBe(Number.POSITIVE_INFINITY);
    });

    it('names a wrong shape', async () => {
      await expectError(
        () => fusedSoftmaxCrossEntropy(tf.zeros([2, 3]), tf.zeros([2, 4])),
        ShapeError,
        'fusedSoftmaxCrossEntropy: `labels` must have shape [2, 3]; received [2, 4].',
      );
      await expectError(
        () => fusedSoftmaxCrossEntropy(tf.zeros([2, 3]), tf.zeros([2])),
        DtypeError,
        'fusedSoftmaxCrossEntropy: `labels` must be int32 where they are classes; received float32.',
      );
      await expectError(
        () => fusedSoftmaxCrossEntropy(tf.zeros([3]) as unknown as tf.Tensor2D, tf.zeros([2, 4])),
        ShapeError,
        'fusedSoftmaxCrossEntropy: `logits` must have shape [n, c]; received [3].',
      );
    });
  });
});
