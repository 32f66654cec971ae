import { draw, expectClose, onEachBackend } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, it } from 'vitest';
import { type GradientCase, gradientTable } from '../support/gradient-table.js';

type Row = [name: string, f: (x: tf.Tensor) => tf.Tensor, second?: boolean];

const rows: Row[] = [
  ['relu', tf.relu],
  ['relu6', (x) => tf.relu6(tf.mul(x, 4))],
  ['leakyRelu', (x) => tf.leakyRelu(x, 0.1)],
  ['elu', tf.elu, true],
  ['selu', tf.selu, true],
  ['sigmoid', tf.sigmoid, true],
  ['tanh', tf.tanh, true],
  ['softplus', tf.softplus, true],
  ['clipByValue', (x) => tf.clipByValue(x, -1.03, 1.21)],
  ['relu of a square', (x) => tf.square(tf.relu(x)), true],
];

/** Draws that keep away from the kinks at 0. */
function away(shape: number[]): tf.Tensor {
  return tf.tidy(() => {
    const x = draw(shape);
    return tf.add(x, tf.mul(tf.sign(x), 0.1));
  });
}

describe('activations', () => {
  gradientTable([
    ...rows.flatMap(([name, f, second = false]) =>
      [[9], [2, 3, 2]].map(
        (shape): GradientCase => ({
          name: `${name} of [${shape}]`,
          f: (x) => f(x!),
          inputs: () => [away(shape)],
          second,
        }),
      ),
    ),
    ...[[6], [3, 4], [2, 3, 4]].map(
      (shape): GradientCase => ({
        name: `softmax of [${shape}]`,
        f: (x) => tf.softmax(x!),
        inputs: () => [draw(shape)],
        second: true,
      }),
    ),
    { name: 'logSoftmax', f: (x) => tf.logSoftmax(x!), inputs: () => [draw([3, 4])] },
    { name: 'logSumExp', f: (x) => tf.logSumExp(x!, 1), inputs: () => [draw([3, 4])], second: true },
    { name: 'prelu', f: (x, alpha) => tf.prelu(x!, alpha!), inputs: () => [away([3, 5]), draw([5])] },
    { name: 'prelu with one slope', f: (x, alpha) => tf.prelu(x!, alpha!), inputs: () => [away([2, 3, 4]), draw([1])] },
  ]);

  onEachBackend(() => {
    const slope = (f: (x: tf.Tensor) => tf.Tensor, at: number[]): tf.Tensor =>
      tf.grad(f)(tf.tensor(at), tf.onesLike(tf.tensor(at)));
    it('has the slope 0 at the kink of relu', () => expectClose(slope(tf.relu, [0, 1, -1]), [0, 1, 0]));
    it('passes a number that is none through relu', () =>
      expectClose(slope(tf.relu, [Number.NaN, 1]), [Number.NaN, 1]));
    it('stays finite for selu and elu far from 0', async () => {
      await expectClose(slope(tf.selu, [1e4, -1e4]), [1.050701, 0]);
      await expectClose(slope(tf.elu, [1e4, -1e4]), [1, 0]);
    });
    it('stays finite for softplus and sigmoid far from 0', async () => {
      await expectClose(slope(tf.softplus, [1e4, -1e4]), [1, 0]);
      await expectClose(slope(tf.sigmoid, [1e4, -1e4]), [0, 0]);
    });
  });
});
