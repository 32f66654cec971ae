import { distinct } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe } from 'vitest';
import { type GradientCase, gradientTable } from '../support/gradient-table.js';

const compare = [tf.equal, tf.notEqual, tf.greater, tf.greaterEqual, tf.less, tf.lessEqual];

describe('comparisons', () => {
  gradientTable([
    ...compare.map(
      (comparison): GradientCase => ({
        name: `where of ${comparison.name}`,
        f: (a, b) => tf.where(comparison(a!, b!), tf.square(a!), tf.mul(b!, 3)),
        inputs: () => [distinct([3, 4]), tf.add(distinct([4]), 0.07)],
      }),
    ),
    {
      name: 'a mask of two conditions',
      f: (x) => tf.mul(x!, tf.cast(tf.logicalAnd(tf.greater(x!, -1), tf.logicalNot(tf.greater(x!, 1))), 'float32')),
      inputs: () => [distinct([11])],
    },
    {
      name: 'an argument of the maximum as one-hot',
      f: (x) => tf.mul(x!, tf.oneHot(tf.argMax(x!, 1), 4, 1, 0, 'float32')),
      inputs: () => [distinct([3, 4])],
    },
  ]);
});
