import { distinct, draw } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe } from 'vitest';
import { type GradientCase, gradientTable } from '../support/gradient-table.js';

const settings: [
  size: number | [number, number],
  strides: number | [number, number],
  pad: 'same' | 'valid' | number,
][] = [
  [2, 2, 'valid'],
  [2, 2, 'same'],
  [3, 2, 'same'],
  [[2, 3], [1, 2], 'valid'],
  [3, 1, 'same'],
  [3, 2, 1],
];

describe('pooling', () => {
  gradientTable([
    ...settings.flatMap(([size, strides, pad]): GradientCase[] => [
      {
        name: `maxPool ${size}, strides ${strides}, padding ${pad}`,
        f: (x) => tf.square(tf.maxPool(x as tf.Tensor4D, size, strides, pad)),
        inputs: () => [tf.mul(distinct([2, 5, 6, 2]), 0.1)],
        second: true,
        step: 5e-3,
      },
      {
        name: `maxPool ${size}, strides ${strides}, padding ${pad}, all negative`,
        f: (x) => tf.maxPool(x as tf.Tensor4D, size, strides, pad),
        inputs: () => [tf.sub(distinct([2, 5, 6, 2]), 50)],
        // 50 · 0.001 is less than the least distance of two elements.
        step: 1e-3,
      },
      {
        name: `avgPool ${size}, strides ${strides}, padding ${pad}`,
        f: (x) => tf.square(tf.avgPool(x as tf.Tensor4D, size, strides, pad)),
        inputs: () => [draw([2, 5, 6, 2])],
        second: true,
      },
    ]),
    ...(['same', 'valid'] as const).flatMap((pad): GradientCase[] => [
      {
        name: `maxPool3d, padding ${pad}`,
        f: (x) => tf.maxPool3d(x as tf.Tensor5D, 2, 2, pad),
        inputs: () => [distinct([1, 3, 4, 5, 2])],
      },
      {
        name: `avgPool3d, padding ${pad}`,
        f: (x) => tf.avgPool3d(x as tf.Tensor5D, [2, 3, 2], 2, pad),
        inputs: () => [draw([1, 3, 4, 5, 2])],
      },
    ]),
  ]);
});
