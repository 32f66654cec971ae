import { distinct, draw } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe } from 'vitest';
import { type GradientCase, gradientTable } from '../support/gradient-table.js';

const shapes: [number[], number[]][] = [
  [
    [3, 4],
    [3, 4],
  ],
  [[2, 3, 5], [5]],
  [[5], [2, 3, 5]],
  [
    [3, 1, 2],
    [1, 4, 2],
  ],
  [[], [3]],
  [[1], [1, 1]],
  [[7, 1], []],
];

const positive = (shape: number[]) => draw(shape, 0.5, 2);

const binary: [string, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor, (shape: number[]) => tf.Tensor, boolean?][] = [
  ['add', tf.add, draw],
  ['sub', tf.sub, draw],
  ['mul', tf.mul, draw, true],
  ['div', tf.div, positive, true],
  ['pow', tf.pow, positive, true],
  ['squaredDifference', tf.squaredDifference, draw, true],
  ['atan2', tf.atan2, positive, true],
];

describe('arithmetic', () => {
  gradientTable([
    ...binary.flatMap(([name, f, make, second = false]) =>
      shapes.map(
        ([a, b]): GradientCase => ({
          name: `${name} of [${a}] and [${b}]`,
          f: f as (...inputs: tf.Tensor[]) => tf.Tensor,
          inputs: () => [make(a), tf.add(make(b), 0.05)],
          second,
        }),
      ),
    ),
    ...[tf.maximum, tf.minimum].map(
      (extremum): GradientCase => ({
        name: extremum.name,
        f: (a, b) => extremum(a!, b!),
        inputs: () => [distinct([3, 5]), tf.add(distinct([5]), 0.07)],
      }),
    ),
    {
      name: 'mod',
      f: (a, b) => tf.mod(a!, b!),
      inputs: () => [tf.tensor([7.3, 5.1, -4.6]), tf.tensor([2.1, 3.4, 2.2])],
    },
    { name: 'addN', f: (...xs) => tf.addN(xs), inputs: () => [draw([2, 3]), draw([2, 3]), draw([2, 3])] },
    { name: 'one tensor as both factors', f: (x) => tf.mul(x!, x!), inputs: () => [draw([5])], second: true },
    { name: 'one tensor as both terms', f: (x) => tf.add(tf.add(x!, x!), x!), inputs: () => [draw([5])] },
  ]);
});
