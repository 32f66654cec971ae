import * as tf from '@tensorflow/tfjs-core';
import { describe } from 'vitest';
import { draw, type GradientCase, gradientTable } from '../support/gradient-table.js';

const modes: [alignCorners: boolean, halfPixelCenters: boolean][] = [
  [false, false],
  [true, false],
  [false, true],
];

describe('images', () => {
  gradientTable(
    modes.flatMap(([align, half]) =>
      [
        [7, 5],
        [2, 3],
        [4, 4],
      ].flatMap(([height, width]): GradientCase[] =>
        (['resizeBilinear', 'resizeNearestNeighbor'] as const).map((name) => ({
          name: `${name} to ${height} × ${width}${align ? ', corners aligned' : ''}${half ? ', half pixel centres' : ''}`,
          f: (x) => tf.image[name](x as tf.Tensor4D, [height!, width!], align, half),
          inputs: () => [draw([2, 4, 4, 2])],
        })),
      ),
    ),
  );
});
