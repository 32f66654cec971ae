import { draw } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe } from 'vitest';
import { type GradientCase, gradientTable } from '../support/gradient-table.js';

const sides = [false, true];

describe('matmul', () => {
  gradientTable([
    ...sides.flatMap((transposeA) =>
      sides.flatMap((transposeB) =>
        [[], [2], [2, 3]].map(
          (batch): GradientCase => ({
            name: `[${batch}] matrices${transposeA ? ', a transposed' : ''}${transposeB ? ', b transposed' : ''}`,
            f: (a, b) => tf.matMul(a!, b!, transposeA, transposeB),
            inputs: () => [
              draw([...batch, ...(transposeA ? [5, 3] : [3, 5])]),
              draw([...batch, ...(transposeB ? [4, 5] : [5, 4])]),
            ],
            second: batch.length < 2,
          }),
        ),
      ),
    ),
    {
      name: 'one matrix for a batch',
      f: (a, b) => tf.matMul(a!, b!),
      inputs: () => [draw([3, 2, 4]), draw([1, 4, 2])],
    },
    { name: 'a batch for one matrix', f: (a, b) => tf.matMul(a!, b!), inputs: () => [draw([2, 4]), draw([3, 4, 2])] },
    { name: 'dot', f: (a, b) => tf.dot(a!, b!), inputs: () => [draw([4]), draw([4])] },
    {
      name: 'outer product',
      f: (a, b) => tf.outerProduct(a as tf.Tensor1D, b as tf.Tensor1D),
      inputs: () => [draw([3]), draw([4])],
    },
  ]);
});
