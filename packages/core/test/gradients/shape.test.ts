import { draw } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe } from 'vitest';
import { type GradientCase, gradientTable } from '../support/gradient-table.js';

const rows: [string, (x: tf.Tensor) => tf.Tensor, number[]][] = [
  ['reshape', (x) => tf.reshape(x, [4, 3]), [2, 3, 2]],
  ['flatten of one element to a scalar', (x) => tf.reshape(x, []), [1, 1]],
  ['expandDims', (x) => tf.expandDims(x, 1), [2, 3]],
  ['expandDims at the end', (x) => tf.expandDims(x, -1), [2, 3]],
  ['squeeze', (x) => tf.squeeze(x), [1, 3, 1]],
  ['transpose', (x) => tf.transpose(x), [2, 3, 4]],
  ['transpose by a cycle', (x) => tf.transpose(x, [1, 2, 0]), [2, 3, 4]],
  ['reverse', (x) => tf.reverse(x, [0, -1]), [2, 3, 2]],
  ['tile', (x) => tf.tile(x, [2, 1, 3]), [2, 3, 2]],
  ['tile of nothing', (x) => tf.tile(x, [1, 1]), [2, 3]],
  ['tile of a row', (x) => tf.tile(x, [4]), [3]],
  ['broadcastTo', (x) => tf.broadcastTo(x, [2, 3, 4]), [3, 1]],
  [
    'pad',
    (x) =>
      tf.pad(
        x,
        [
          [1, 2],
          [0, 3],
        ],
        7,
      ),
    [2, 3],
  ],
  [
    'mirrorPad, reflect',
    (x) =>
      tf.mirrorPad(
        x,
        [
          [1, 2],
          [0, 1],
          [2, 2],
        ],
        'reflect',
      ),
    [3, 2, 4],
  ],
  [
    'mirrorPad, symmetric',
    (x) =>
      tf.mirrorPad(
        x,
        [
          [2, 1],
          [0, 0],
          [3, 2],
        ],
        'symmetric',
      ),
    [3, 2, 4],
  ],
  [
    'spaceToBatchND',
    (x) =>
      tf.spaceToBatchND(
        x,
        [2, 2],
        [
          [0, 0],
          [1, 1],
        ],
      ),
    [1, 4, 4, 2],
  ],
  [
    'batchToSpaceND',
    (x) =>
      tf.batchToSpaceND(
        x,
        [2, 2],
        [
          [0, 1],
          [1, 0],
        ],
      ),
    [4, 2, 3, 1],
  ],
  ['depthToSpace', (x) => tf.depthToSpace(x as tf.Tensor4D, 2), [1, 2, 3, 8]],
];

describe('shape', () => {
  gradientTable(
    rows.map(
      ([name, f, shape]): GradientCase => ({ name, f: (x) => f(x!), inputs: () => [draw(shape)], second: false }),
    ),
  );
});
