import { ShapeError } from '@neurite/core';
import {
  checkGradients,
  distinct,
  draw,
  expectClose,
  expectError,
  expectNoLeak,
  onEachBackend,
} from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { type DenseInputs, fusedBiasActivation, fusedDense } from '../../src/index.js';
import { expectKernels, expectSecondDerivatives } from '../support/support.js';

const dense = (x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor): tf.Tensor =>
  fusedDense({ x, kernel, bias } as DenseInputs);

const activations = ['linear', 'relu', 'sigmoid', 'tanh', 'gelu', 'geluTanh', 'silu'] as const;

describe('dense', () => {
  onEachBackend(() => {
    it.each([
      [1, 1, 1],
      [5, 3, 7],
      [0, 3, 2],
      [9, 130, 17],
    ])('of [%i, %i] to %i units is the product and the bias', async (rows, features, units) => {
      const inputs = [draw([rows, features]), draw([features, units]), draw([units])] as const;
      const [x, kernel, bias] = inputs.map((tensor) => tensor.dataSync()) as [Float32Array, Float32Array, Float32Array];
      const expected = Array.from({ length: rows * units }, (_, at) => {
        const [i, j] = [Math.floor(at / units), at % units];
        let total = bias[j]!;
        for (let k = 0; k < features; k++) total += x[i * features + k]! * kernel[k * units + j]!;
        return total;
      });
      const y = dense(...inputs);
      expect(y.shape).toEqual([rows, units]);
      await expectClose(tf.reshape(y, [-1]), expected, { absolute: 1e-5, relative: 1e-5 });
      await expectNoLeak(() => dense(...inputs));
    });

    it('takes int32', async () => {
      const x = tf.tensor2d([[1, 2]], [1, 2], 'int32');
      await expectClose(dense(x, tf.tensor2d([[3], [4]]), tf.tensor1d([0.5])), [[11.5]]);
    });

    it('has first and second derivatives by all it reads', async () => {
      const at = [draw([3, 2]), draw([2, 4]), draw([4])];
      await checkGradients(dense as (...xs: tf.Tensor[]) => tf.Tensor, at);
      await expectSecondDerivatives(dense as (...xs: tf.Tensor[]) => tf.Tensor, at);
    });

    it.each(activations)('%s is what it is of the product and the bias', async (activation) => {
      const [x, kernel, bias] = [draw([5, 3]), draw([3, 7]), draw([7])] as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
      const expected = fusedBiasActivation({ x: tf.matMul(x, kernel), bias }, { activation });
      await expectClose(fusedDense({ x, kernel, bias }, { activation }), await expected.array());
      await expectNoLeak(() => fusedDense({ x, kernel, bias }, { activation }));
    });

    it.each(activations)('%s has first and second derivatives by all it reads', async (activation) => {
      // Away from the kink of relu.
      const at = [distinct([3, 2]), tf.tensor2d([2, -1, 1, 1, 3, -2], [2, 3]), tf.tensor1d([0.4, -0.4, 0.2])];
      const f = (x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor): tf.Tensor =>
        fusedDense({ x, kernel, bias } as DenseInputs, { activation });
      await checkGradients(f as (...xs: tf.Tensor[]) => tf.Tensor, at);
      await expectSecondDerivatives(f as (...xs: tf.Tensor[]) => tf.Tensor, at);
    });

    it('is one kernel', async () => {
      await expectKernels(() => dense(draw([2, 3]), draw([3, 4]), draw([4])), ['Dense']);
      const rectified = (x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor): tf.Tensor =>
        fusedDense({ x, kernel, bias } as DenseInputs, { activation: 'relu' });
      const of = [draw([2, 3]), draw([3, 4]), draw([4])];
      await expectKernels(
        () => tf.grads(rectified as (...xs: tf.Tensor[]) => tf.Tensor)(of),
        ['DenseRelu', 'BiasActivationGrad'],
      );
    });

    it('names a wrong shape', async () => {
      const [x, kernel, bias] = [tf.zeros([2, 3]), tf.zeros([3, 4]), tf.zeros([4])];
      const cases = [
        [x, bias, bias, '`kernel` must have shape [features, units]; received [4].'],
        [kernel, kernel, bias, '`x` must have shape [batch, 3]; received [3, 4].'],
        [x, kernel, tf.zeros([1]), '`bias` must have shape [4]; received [1].'],
      ] as const;
      for (const [a, b, c, message] of cases)
        await expectError(() => dense(a, b, c), ShapeError, `fusedDense: ${message}`);
    });
  });
});
