import { draw } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe } from 'vitest';
import { gradientTable } from '../support/gradient-table.js';

describe('normalization', () => {
  gradientTable([
    {
      name: 'batchNorm',
      f: (x, mean, variance, offset, scale) =>
        tf.batchNorm(
          x as tf.Tensor4D,
          mean as tf.Tensor1D,
          variance as tf.Tensor1D,
          offset as tf.Tensor1D,
          scale as tf.Tensor1D,
          1e-3,
        ),
      inputs: () => [
        draw([2, 3, 2, 4]),
        draw([4]),
        tf.add(tf.abs(draw([4])), 0.3),
        tf.mul(draw([4]), 2),
        draw([4], 0.5, 2),
      ],
    },
    {
      name: 'localResponseNormalization',
      f: (x) => tf.localResponseNormalization(x as tf.Tensor4D, 1, 1.2, 0.4, 0.6),
      inputs: () => [draw([1, 2, 3, 5])],
    },
  ]);
});
