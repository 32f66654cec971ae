import { onEachBackend } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { registerGradients } from '../../src/index.js';

/** The kernels of the backward pass alone, without those that keep tensors for it. */
async function backward(f: (...inputs: tf.Tensor[]) => tf.Tensor, ...inputs: tf.Tensor[]): Promise<string[]> {
  registerGradients();
  const dy = tf.tidy(() => tf.onesLike(f(...inputs)));
  const marked = (...xs: tf.Tensor[]): tf.Tensor => {
    const y = f(...xs);
    tf.atan2(1, 1); // Marks the end of the forward pass.
    return y;
  };
  const { kernels } = await tf.profile(() => {
    tf.dispose(tf.grads(marked)(inputs, dy));
    return dy;
  });
  const names = kernels.map(({ name }) => name);
  return names.slice(names.lastIndexOf('Atan2') + 1);
}

describe('the backward pass of a layer is as few kernels as can be', () => {
  onEachBackend(() => {
    it('one sum for a bias', async () =>
      expect(await backward((x, b) => tf.add(x!, b!), tf.ones([2, 3, 4]), tf.ones([4]))).toEqual(['Identity', 'Sum']));

    it('one product for each factor of a matrix product', async () =>
      expect(await backward((a, b) => tf.matMul(a!, b!), tf.ones([2, 3]), tf.ones([3, 4]))).toEqual([
        'BatchMatMul',
        'BatchMatMul',
      ]));

    it('one kernel for relu', async () =>
      expect((await backward((x) => tf.relu(x!), tf.ones([3]))).at(-1)).toBe('ReluGrad'));

    it('one kernel for each input of a convolution, and for max pooling', async () => {
      const [x, w] = [tf.ones([1, 4, 4, 1]) as tf.Tensor4D, tf.ones([3, 3, 1, 2]) as tf.Tensor4D];
      expect(await backward((a, b) => tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, 1, 'same'), x, w)).toEqual([
        'Conv2DBackpropInput',
        'Conv2DBackpropFilter',
      ]);
      expect(await backward((a) => tf.maxPool(a as tf.Tensor4D, 2, 2, 'valid'), x)).toEqual(['MaxPoolGrad']);
    });

    it('one kernel to flatten', async () =>
      expect(await backward((x) => tf.reshape(x!, [-1]), tf.ones([2, 2]))).toEqual(['Reshape']));
  });
});
