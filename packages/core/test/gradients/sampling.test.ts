import { draw } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe } from 'vitest';
import { type GradientCase, gradientTable } from '../support/gradient-table.js';

describe('sampling of images', () => {
  gradientTable([
    ...(['bilinear', 'nearest'] as const).map(
      (method): GradientCase => ({
        name: `cropAndResize, ${method}, one box partly out of bounds`,
        f: (x, ...boxes) =>
          tf.image.cropAndResize(
            x as tf.Tensor4D,
            boxes.length === 0 ? tf.tensor2d([0.11, -0.13, 0.92, 0.77], [1, 4]) : (boxes[0] as tf.Tensor2D),
            tf.tensor1d([1], 'int32'),
            [3, 1],
            method,
          ),
        // The nearest element does not change with the box, but for jumps.
        inputs: () => [
          draw([2, 4, 5, 2]),
          ...(method === 'bilinear' ? [tf.tensor2d([0.11, -0.13, 0.92, 0.77], [1, 4])] : []),
        ],
        step: 1e-3,
      }),
    ),
    ...(['constant', 'nearest', 'reflect', 'wrap'] as const).map(
      (mode): GradientCase => ({
        name: `transform, ${mode}`,
        f: (x, by) => {
          // The perspective stays: a little more of it is much more at the far corner.
          const transforms = tf.concat([by!, tf.tensor2d([0.01, 0.02], [1, 2])], 1) as tf.Tensor2D;
          return tf.image.transform(x as tf.Tensor4D, transforms, 'bilinear', mode, 0.5, [4, 7]);
        },
        inputs: () => [draw([1, 4, 5, 2]), tf.tensor2d([1.07, 0.21, -1.33, -0.23, 0.94, 1.61], [1, 6])],
        step: 1e-3,
      }),
    ),
    {
      name: 'rotateWithOffset',
      f: (x) => tf.square(tf.image.rotateWithOffset(x as tf.Tensor4D, 0.7, 0.5, [0.4, 0.6])),
      inputs: () => [draw([2, 4, 5, 2])],
      second: true,
    },
  ]);
});
