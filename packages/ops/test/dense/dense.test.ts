import { ShapeError } from '@neurite/core';
import { distinct, draw, expectError, expectNoLeak, onEachBackend } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, it } from 'vitest';
import { type DenseInputs, fusedDense } from '../../src/index.js';
import { expectKernels, expectSecondDerivatives } from '../support/support.js';

const dense = (x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor): tf.Tensor =>
  fusedDense({ x, kernel, bias } as DenseInputs);

const activations = ['linear', 'relu', 'sigmoid', 'tanh', 'gelu', 'geluTanh', 'silu', 'hardSwish'] as const;

// Values and first derivatives on drawn inputs are checked in the package `conformance`.
describe('dense', () => {
  onEachBackend(() => {
    it.each(activations)('%s has second derivatives by all it reads, and leaves no tensors', async (activation) => {
      // Away from the kink of relu.
      const at = [distinct([3, 2]), tf.tensor2d([2, -1, 1, 1, 3, -2], [2, 3]), tf.tensor1d([0.4, -0.4, 0.2])] as const;
      const f = (x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor): tf.Tensor =>
        fusedDense({ x, kernel, bias } as DenseInputs, { activation });
      await expectSecondDerivatives(f as (...xs: tf.Tensor[]) => tf.Tensor, [...at]);
      await expectNoLeak(() => f(...at));
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
