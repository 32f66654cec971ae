import { DtypeError, registerGradients, ShapeError } from '@neurite/core';
import { checkGradients, draw, expectClose, expectError, expectNoLeak, onEachBackend } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { fusedSoftmaxCrossEntropy, softmaxCrossEntropyGradOperation } from '../../src/index.js';

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

    it('equals a loop in float64', async () => {
      const logits = draw([5, 4], -8, 8) as tf.Tensor2D;
      const labels = tf.softmax(draw([5, 4])) as tf.Tensor2D;
      const [x, y] = [logits.arraySync(), labels.arraySync()];
      const expected = x.map((row, i) => {
        const logSum = Math.log(row.reduce((total, value) => total + Math.exp(value), 0));
        return row.reduce((total, value, j) => total + y[i]![j]! * (logSum - value), 0);
      });
      await expectClose(fusedSoftmaxCrossEntropy(logits, labels), expected, { relative: 1e-5 });
      const slopes = x.map((row, i) => {
        const sum = row.reduce((total, value) => total + Math.exp(value), 0);
        const mass = y[i]!.reduce((total, value) => total + value, 0);
        return row.map((value, j) => (i + 1) * ((Math.exp(value) / sum) * mass - y[i]![j]!));
      });
      const dy = tf.tensor1d([1, 2, 3, 4, 5]);
      await expectClose(softmaxCrossEntropyGradOperation({ dy, logits, labels }, {}), slopes, { absolute: 1e-5 });
      await expectNoLeak(() => fusedSoftmaxCrossEntropy(logits, labels));
      await expectNoLeak(() => softmaxCrossEntropyGradOperation({ dy, logits, labels }, {}));
    });

    it('of classes is that of one-hot rows, to the second derivative', async () => {
      const logits = draw([4, 3]) as tf.Tensor2D;
      const classes = tf.tensor1d([2, 0, 1, 1], 'int32');
      const rows = tf.oneHot(classes, 3, 1, 0, 'float32') as tf.Tensor2D;
      const losses = (labels: tf.Tensor<tf.Rank.R1 | tf.Rank.R2>) => (x: tf.Tensor) =>
        tf.square(fusedSoftmaxCrossEntropy(x as tf.Tensor2D, labels));
      const slopes = (labels: tf.Tensor<tf.Rank.R1 | tf.Rank.R2>) => (x: tf.Tensor) =>
        tf.square(tf.grad(losses(labels))(x));
      for (const f of [losses, slopes]) {
        await expectClose(f(classes)(logits), await f(rows)(logits).array());
        await expectClose(tf.grad(f(classes))(logits), await tf.grad(f(rows))(logits).array());
      }
      await expectNoLeak(() => tf.grad(losses(classes))(logits));
    });

    it('is not a number in the rows of classes that there are not', async () => {
      const logits = draw([3, 2]) as tf.Tensor2D;
      const classes = tf.tensor1d([2, 1, -1], 'int32');
      const f = (x: tf.Tensor): tf.Tensor => fusedSoftmaxCrossEntropy(x as tf.Tensor2D, classes);
      expect(Array.from(await f(logits).data(), Number.isNaN)).toEqual([true, false, true]);
      const gradient = await tf.grad(f)(logits).data();
      expect(Array.from(gradient, Number.isNaN)).toEqual([true, true, false, false, true, true]);
    });

    it('has first and second derivatives by logits and labels', async () => {
      const at = [draw([3, 4]), tf.abs(tf.neg(draw([3, 4])))];
      const f = (logits: tf.Tensor, labels: tf.Tensor): tf.Tensor =>
        fusedSoftmaxCrossEntropy(logits as tf.Tensor2D, labels as tf.Tensor2D);
      await checkGradients(f, at);
      const slopes = (logits: tf.Tensor, labels: tf.Tensor): tf.Tensor => {
        const [byLogits, byLabels] = tf.grads(f)([logits, labels]);
        return tf.add(tf.mul(byLogits!, [1, 2, 3, 4]), tf.square(byLabels!));
      };
      await checkGradients(slopes, at);
    });

    it('is exact for logits of ±1e4', async () => {
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
      const gradient = tf.grad((x) => tf.sum(fusedSoftmaxCrossEntropy(x as tf.Tensor2D, labels)))(logits);
      await expectClose(gradient, [
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

    it('passes NaN through, and takes no rows', async () => {
      const labels = tf.tensor2d([[1, 0]]);
      await expectClose(fusedSoftmaxCrossEntropy(tf.tensor2d([[Number.NaN, 1]]), labels), [Number.NaN]);
      expect(fusedSoftmaxCrossEntropy(tf.zeros([0, 3]), tf.zeros([0, 3])).shape).toEqual([0]);
    });

    it('names a wrong shape', async () => {
      await expectError(
        () => fusedSoftmaxCrossEntropy(tf.zeros([2, 3]), tf.zeros([2, 4])),
        ShapeError,
        'fusedSoftmaxCrossEntropy: `labels` must have shape [2, 3]; received [2, 4].',
      );
      expectError(
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
