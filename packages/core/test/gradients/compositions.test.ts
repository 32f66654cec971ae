import { distinct, draw, expectClose, onEachBackend } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, it } from 'vitest';
import { gradientTable } from '../support/gradient-table.js';

// The gradient of each operation alone is checked by `conformance`; here is what several of them make together.
describe('compositions', () => {
  gradientTable([
    { name: 'one tensor as both factors', f: (x) => tf.mul(x!, x!), inputs: () => [draw([5])], second: true },
    { name: 'one tensor as both terms', f: (x) => tf.add(tf.add(x!, x!), x!), inputs: () => [draw([5])] },
    { name: 'one tensor concatenated twice', f: (x) => tf.concat([x!, x!], 0), inputs: () => [draw([2, 2])] },
    {
      name: 'exp of tanh of sqrt',
      f: (x) => tf.exp(tf.tanh(tf.sqrt(x!))),
      inputs: () => [draw([2, 1, 3], 0.5, 2)],
      second: true,
    },
    {
      name: 'a cast there and back',
      f: (x) => tf.mul(tf.cast(tf.cast(x!, 'int32'), 'float32'), x!),
      inputs: () => [draw([7], 0.1, 0.9)],
    },
    {
      name: 'a mask of two conditions',
      f: (x) => tf.mul(x!, tf.cast(tf.logicalAnd(tf.greater(x!, -1), tf.logicalNot(tf.greater(x!, 1))), 'float32')),
      inputs: () => [distinct([11])],
    },
    {
      name: 'the index of a maximum as one-hot',
      f: (x) => tf.mul(x!, tf.oneHot(tf.argMax(x!, 1), 4, 1, 0, 'float32')),
      inputs: () => [distinct([3, 4])],
    },
    {
      name: 'where keeps infinity out',
      f: (x) => tf.where(tf.greater(x!, 0), tf.log(tf.where(tf.greater(x!, 0), x!, 1)), tf.square(x!)),
      inputs: () => [tf.tensor1d([2, -1, 0.5])],
    },
    {
      name: 'unstacked parts, one unused',
      f: (x) => {
        const parts = tf.unstack(x!, 1);
        return tf.mul(parts[0]!, tf.square(parts.at(-1)!));
      },
      inputs: () => [draw([3, 4, 3])],
    },
    {
      name: 'split parts in another order',
      f: (x) => {
        const [first, second, third] = tf.split(x!, [1, 2, 3], 1);
        return tf.concat([third!, tf.square(first!), tf.mul(second!, 3)], 1);
      },
      inputs: () => [draw([2, 6, 2])],
    },
    {
      name: 'extremes over kept axes, squared',
      f: (x) => tf.square(tf.max(x!, [0, 2], true)),
      inputs: () => [distinct([2, 3, 5])],
      second: true,
    },
    {
      name: 'the variance of moments',
      f: (x) => tf.moments(x!, 0).variance,
      inputs: () => [draw([4, 2])],
      second: true,
    },
    {
      name: 'logSoftmax of a product',
      f: (x) => tf.square(tf.logSoftmax(tf.mul(x!, 1.5))),
      inputs: () => [draw([3, 4])],
      second: true,
    },
    {
      name: 'softmaxCrossEntropy of labels that do not sum to 1',
      f: (labels, logits) => tf.losses.softmaxCrossEntropy(tf.mul(labels!, 2), tf.mul(logits!, 1.5)),
      inputs: () => [draw([3, 4], 0.1, 1), draw([3, 4])],
      second: true,
    },
    {
      name: 'a complex product, used twice',
      f: (a, b) => {
        const z = tf.complex(tf.mul(a!, 2), b!);
        return tf.abs(tf.mul(z, tf.add(z, tf.complex(b!, a!))));
      },
      inputs: () => [draw([5], 0.5, 2), draw([5], 0.5, 2)],
      second: true,
    },
    {
      name: 'a filter between two Fourier transforms',
      f: (x, filter) => {
        const spectrum = tf.spectral.rfft(x!);
        return tf.spectral.irfft(tf.mul(spectrum, tf.complex(filter!, tf.zerosLike(filter!))));
      },
      inputs: () => [draw([2, 6]), draw([2, 4])],
      second: true,
    },
  ]);

  onEachBackend(() => {
    const derivative = (f: (x: tf.Tensor) => tf.Tensor, at: number[]): tf.Tensor =>
      tf.grad(f)(tf.tensor(at), tf.onesLike(tf.tensor(at)));

    it('shares the gradient of equal maxima in equal parts', () =>
      expectClose(tf.grad((x) => tf.max(x))(tf.tensor1d([1, 3, 3, 2])), [0, 0.5, 0.5, 0]));
    it('accumulates a running sum along the first axis', () => {
      const factors = tf.tensor2d([1, 2, 3, 1], [2, 2]);
      const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
      return expectClose(tf.grad((at) => tf.mul(tf.cumsum(at, 0), factors))(x), tf.tensor2d([4, 3, 3, 1], [2, 2]));
    });
    it('is 0 at the kink of relu, and passes NaN', async () => {
      await expectClose(derivative(tf.relu, [0, 1, -1]), [0, 1, 0]);
      await expectClose(derivative(tf.relu, [Number.NaN, 1]), [Number.NaN, 1]);
    });
    it('stays finite far from 0', async () => {
      await expectClose(derivative(tf.selu, [1e4, -1e4]), [1.050701, 0]);
      await expectClose(derivative(tf.elu, [1e4, -1e4]), [1, 0]);
      await expectClose(derivative(tf.softplus, [1e4, -1e4]), [1, 0]);
      await expectClose(derivative(tf.sigmoid, [1e4, -1e4]), [0, 0]);
    });
  });
});
