import { draw } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe } from 'vitest';
import { type GradientCase, gradientTable } from '../support/gradient-table.js';

const indices = (shape: number[], below: number): tf.Tensor1D =>
  tf.cast(tf.floor(tf.mul(tf.abs(draw(shape, 0, 0.999)), below)), 'int32') as tf.Tensor1D;

describe('indexing', () => {
  gradientTable([
    { name: 'slice', f: (x) => tf.slice(x!, [1, 0, 2], [2, 3, 1]), inputs: () => [draw([4, 3, 5])] },
    { name: 'slice to the end', f: (x) => tf.slice(x!, [1, 1]), inputs: () => [draw([4, 3])] },
    { name: 'slice of the first axis', f: (x) => tf.slice(x!, 1, 2), inputs: () => [draw([4, 3])] },
    ...[0, 1, 2, -1].map(
      (axis): GradientCase => ({
        name: `gather along ${axis}, with repetition`,
        f: (x, at) => tf.gather(x!, at!, axis),
        inputs: () => [draw([3, 4, 2]), tf.tensor1d([1, 0, 1, 1, 0], 'int32')],
      }),
    ),
    {
      name: 'gather by a table',
      f: (x, at) => tf.gather(x!, at!, 1),
      inputs: () => [draw([2, 4, 3]), indices([2, 3], 4)],
    },
    {
      name: 'gather in batches',
      f: (x, at) => tf.gather(x!, at!, 1, 1),
      inputs: () => [draw([3, 4, 2]), indices([3, 5], 4)],
    },
    {
      name: 'gather in batches along a later axis',
      f: (x, at) => tf.gather(x!, at!, 2, 1),
      inputs: () => [draw([3, 2, 4, 2]), indices([3, 5], 4)],
    },
    {
      name: 'unsortedSegmentSum, one segment negative',
      f: (x, at) => tf.unsortedSegmentSum(x!, at as tf.Tensor1D, 3),
      inputs: () => [draw([5, 2]), tf.tensor1d([2, 0, -1, 2, 1], 'int32')],
    },
    {
      name: 'where',
      f: (a, b) => tf.where(tf.tensor1d([true, false, true], 'bool'), a!, b!),
      inputs: () => [draw([2, 3]), tf.neg(draw([2, 3]))],
    },
    {
      name: 'where with a scalar',
      f: (a) => tf.where(tf.tensor1d([true, false, true], 'bool'), a!, 2),
      inputs: () => [draw([3])],
    },
    {
      name: 'where keeps out what is infinite',
      f: (x) => tf.where(tf.greater(x!, 0), tf.log(tf.where(tf.greater(x!, 0), x!, 1)), tf.square(x!)),
      inputs: () => [tf.tensor1d([2, -1, 0.5])],
    },
  ]);
});
