import { distinct, draw, expectClose, onEachBackend } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, it } from 'vitest';
import { registerGradients } from '../../src/index.js';
import { type GradientCase, gradientTable } from '../support/gradient-table.js';

const slices: [string, number[], number[], number[], ...number[]][] = [
  ['every other element', [0, 1, 0], [4, 5, 3], [2, 2, 1]],
  ['backwards', [3, 4, 2], [0, 0, 0], [-1, -2, -1]],
  ['negative ends', [1, -3, 0], [-1, 5, 3], [1, 1, 2]],
  ['masks', [1, 1, 1], [2, 2, 2], [1, 2, 1], 0b001, 0b010],
  ['an ellipsis', [0, 1], [0, 3], [1, 1], 0, 0, 0b01],
  ['a new axis', [0, 1, 0], [0, 4, 3], [1, 2, 1], 0, 0, 0, 0b001],
  ['an axis less', [1, 1, 0], [2, 4, 3], [1, 1, 1], 0, 0, 0, 0, 0b001],
];

describe('scattering', () => {
  gradientTable([
    ...slices.map(
      ([name, begin, end, strides, ...masks]): GradientCase => ({
        name: `stridedSlice, ${name}`,
        f: (x) => tf.square(tf.stridedSlice(x!, begin, end, strides, ...masks)),
        inputs: () => [draw([4, 5, 3])],
      }),
    ),
    {
      name: 'gatherND, with repetition',
      f: (x) =>
        tf.square(
          tf.gatherND(
            x!,
            tf.tensor2d(
              [
                [0, 1],
                [2, 0],
                [0, 1],
              ],
              [3, 2],
              'int32',
            ),
          ),
        ),
      inputs: () => [draw([3, 2, 4])],
      second: true,
    },
    {
      name: 'scatterND, with repetition',
      f: (x) => tf.square(tf.scatterND(tf.tensor2d([[1], [4], [1]], [3, 1], 'int32'), x!, [5, 2])),
      inputs: () => [draw([3, 2])],
      second: true,
    },
    { name: 'topk', f: (x) => tf.square(tf.topk(x!, 3).values), inputs: () => [distinct([2, 2, 5])] },
    { name: 'topk of a row', f: (x) => tf.square(tf.topk(x!, 2).values), inputs: () => [distinct([7])] },
  ]);

  // By its value: the cpu backend's kernel writes into its input, so that differences of it mean nothing.
  onEachBackend(() => {
    it('tensorScatterUpdate keeps what was not overwritten', async () => {
      registerGradients();
      const indices = tf.tensor2d([[1], [3]], [2, 1], 'int32');
      const [tensor, updates] = [tf.ones([4, 2]), tf.ones([2, 2])];
      const [byTensor, byUpdates] = tf.grads((x, y) => tf.tensorScatterUpdate(x, indices, y))(
        [tensor, updates],
        tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 8], [4, 2]),
      );
      await expectClose(byTensor!, [
        [1, 2],
        [0, 0],
        [5, 6],
        [0, 0],
      ]);
      await expectClose(byUpdates!, [
        [3, 4],
        [7, 8],
      ]);
    });
  });
});
