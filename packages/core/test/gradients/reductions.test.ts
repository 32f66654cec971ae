import { distinct, draw, expectClose, onEachBackend } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, it } from 'vitest';
import { type GradientCase, gradientTable } from '../support/gradient-table.js';

type Reduce = (x: tf.Tensor, axis?: number | number[], keepDims?: boolean) => tf.Tensor;

const linear: [string, Reduce][] = [
  ['sum', tf.sum],
  ['mean', tf.mean],
];
const extremes: [string, Reduce][] = [
  ['max', tf.max],
  ['min', tf.min],
];
const axes: (number | number[] | undefined)[] = [undefined, 0, 1, -1, [0, 2], [2, 1], [0, 1, 2]];

const table = (rows: [string, Reduce][], make: (shape: number[]) => tf.Tensor, second: boolean): GradientCase[] =>
  rows.flatMap(([name, f]) =>
    axes.flatMap((axis) =>
      [false, true].map(
        (keep): GradientCase => ({
          name: `${name} over ${axis ?? 'all'}${keep ? ', axes kept' : ''}`,
          f: (x) => tf.square(f(x!, axis, keep)),
          inputs: () => [make([2, 3, 5])],
          second,
          step: 2e-2,
        }),
      ),
    ),
  );

describe('reductions', () => {
  gradientTable([
    ...table(linear, draw, true),
    ...table(extremes, distinct, true),
    ...axes.map(
      (axis): GradientCase => ({
        name: `prod over ${axis ?? 'all'}`,
        f: (x) => tf.prod(x!, axis),
        inputs: () => [draw([2, 3, 2], 0.5, 1.5)],
      }),
    ),
    {
      name: 'prod with zeros',
      f: (x) => tf.prod(x!, 1),
      inputs: () => [
        tf.tensor2d([
          [0, 2, 3],
          [0, 0, 1],
          [1, 2, 0],
        ]),
      ],
    },
    ...[0, 1, 2].flatMap((axis) =>
      [
        [false, false],
        [true, false],
        [false, true],
        [true, true],
      ].map(
        ([exclusive, reverse]): GradientCase => ({
          name: `cumsum along ${axis}${exclusive ? ', exclusive' : ''}${reverse ? ', reverse' : ''}`,
          f: (x) => tf.square(tf.cumsum(x!, axis, exclusive, reverse)),
          inputs: () => [draw([2, 3, 4])],
          second: true,
        }),
      ),
    ),
    ...[0, 1].flatMap((axis) =>
      [
        [false, false],
        [true, false],
        [false, true],
        [true, true],
      ].map(
        ([exclusive, reverse]): GradientCase => ({
          name: `cumprod along ${axis}${exclusive ? ', exclusive' : ''}${reverse ? ', reverse' : ''}`,
          f: (x) => tf.cumprod(x!, axis, exclusive, reverse),
          inputs: () => [tf.mul(draw([3, 4]), [1, 1, 0, 1])],
          second: true,
        }),
      ),
    ),
    { name: 'prod, twice', f: (x) => tf.prod(x!, 1), inputs: () => [draw([2, 3])], second: true },
    { name: 'sum of a scalar', f: (x) => tf.sum(x!), inputs: () => [draw([])] },
    { name: 'mean over axes of size 1', f: (x) => tf.mean(x!, [0, 2]), inputs: () => [draw([1, 3, 1])] },
    { name: 'norm', f: (x) => tf.norm(x!), inputs: () => [draw([3, 2])] },
    { name: 'variance', f: (x) => tf.moments(x!, 0).variance, inputs: () => [draw([4, 2])], second: true },
  ]);

  onEachBackend(() => {
    it('shares the gradient of equal maxima in equal parts', () =>
      expectClose(tf.grad((x) => tf.max(x))(tf.tensor1d([1, 3, 3, 2])), [0, 0.5, 0.5, 0]));
    it('reads a running sum along the first axis', () =>
      expectClose(
        tf.grad((x) =>
          tf.mul(tf.cumsum(x, 0), [
            [1, 2],
            [3, 1],
          ]),
        )(
          tf.tensor2d([
            [1, 2],
            [3, 4],
          ]),
        ),
        [
          [4, 3],
          [3, 1],
        ],
      ));
  });
});
