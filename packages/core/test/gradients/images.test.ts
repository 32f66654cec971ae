import { draw } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe } from 'vitest';
import { type GradientCase, gradientTable } from '../support/gradient-table.js';

const modes: [alignCorners: boolean, halfPixelCenters: boolean][] = [
  [false, false],
  [true, false],
  [false, true],
];

describe('images', () => {
  gradientTable([
    {
      name: 'flipLeftRight',
      f: (x) => tf.square(tf.image.flipLeftRight(x as tf.Tensor4D)),
      inputs: () => [draw([1, 2, 3, 2])],
      second: true,
    },
    {
      name: 'a square of resizeBilinear',
      f: (x) => tf.square(tf.image.resizeBilinear(x as tf.Tensor4D, [5, 3])),
      inputs: () => [draw([1, 3, 4, 2])],
      second: true,
    },
    ...modes.flatMap(([align, half]) =>
      [
        [7, 5],
        [2, 3],
        [4, 4],
      ].flatMap(([height, width]): GradientCase[] =>
        (['resizeBilinear', 'resizeNearestNeighbor'] as const).map((name) => ({
          name: `${name} to ${height} × ${width}${align ? ', corners aligned' : ''}${half ? ', half pixel centres' : ''}`,
          f: (x) => tf.image[name](x as tf.Tensor4D, [height!, width!], align, half),
          inputs: () => [draw([2, 4, 3, 2])],
        })),
      ),
    ),
  ]);
});
