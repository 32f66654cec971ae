import { draw } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe } from 'vitest';
import { type GradientCase, gradientTable } from '../support/gradient-table.js';

describe('joining', () => {
  gradientTable([
    ...[0, 1, -1].flatMap((axis): GradientCase[] => [
      {
        name: `concat along ${axis}`,
        f: (...xs) => tf.concat(xs, axis),
        inputs: () =>
          [1, 3, 2].map((size) => draw([2, 3, 4].map((n, i) => (i === (axis < 0 ? 3 + axis : axis) ? size : n)))),
      },
      {
        name: `stack along ${axis}`,
        f: (...xs) => tf.stack(xs, axis),
        inputs: () => [draw([2, 3]), tf.neg(draw([2, 3]))],
      },
      {
        name: `unstack along ${axis}, one part unused`,
        f: (x) => {
          const parts = tf.unstack(x!, axis);
          return tf.mul(parts[0]!, tf.square(parts.at(-1)!));
        },
        inputs: () => [draw([3, 4, 3])],
      },
      {
        name: `split along ${axis}`,
        f: (x) => {
          const [first, second, third] = tf.split(x!, [1, 2, 3], axis);
          return tf.concat([third!, tf.square(first!), tf.mul(second!, 3)], axis);
        },
        inputs: () => [draw([6, 6, 6])],
      },
    ]),
    {
      name: 'split in equal parts',
      f: (x) => tf.mul(...(tf.split(x!, 2, 1) as [tf.Tensor, tf.Tensor])),
      inputs: () => [draw([2, 4])],
    },
    { name: 'unstack to one', f: (x) => tf.square(tf.unstack(x!, 0)[0]!), inputs: () => [draw([1, 4])] },
    { name: 'concat of one tensor twice', f: (x) => tf.concat([x!, x!], 0), inputs: () => [draw([2, 2])] },
  ]);
});
