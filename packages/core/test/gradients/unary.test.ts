import { draw } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe } from 'vitest';
import { type GradientCase, gradientTable } from '../support/gradient-table.js';

type Row = [name: string, f: (x: tf.Tensor) => tf.Tensor, low: number, high: number, second?: boolean];

const rows: Row[] = [
  ['abs', tf.abs, 0.3, 2],
  ['abs of negative numbers', tf.abs, -2, -0.3],
  ['acos', tf.acos, -0.8, 0.8, true],
  ['acosh', tf.acosh, 1.5, 3, true],
  ['asin', tf.asin, -0.8, 0.8, true],
  ['asinh', tf.asinh, -2, 2, true],
  ['atan', tf.atan, -2, 2, true],
  ['atanh', tf.atanh, -0.8, 0.8, true],
  ['cos', tf.cos, -3, 3, true],
  ['cosh', tf.cosh, -2, 2, true],
  ['erf', tf.erf, -2, 2, true],
  ['exp', tf.exp, -2, 2, true],
  ['expm1', tf.expm1, -2, 2, true],
  ['log', tf.log, 0.5, 3, true],
  ['log1p', tf.log1p, -0.4, 3, true],
  ['neg', tf.neg, -2, 2],
  ['reciprocal', tf.reciprocal, 0.5, 2, true],
  ['rsqrt', tf.rsqrt, 0.5, 2, true],
  ['sin', tf.sin, -3, 3, true],
  ['sinh', tf.sinh, -2, 2, true],
  ['sqrt', tf.sqrt, 0.5, 2, true],
  ['square', tf.square, -2, 2, true],
  ['tan', tf.tan, -1, 1, true],
  ['floor', tf.floor, 0.1, 0.9],
  ['ceil', tf.ceil, 0.1, 0.9],
  ['round', tf.round, 0.1, 0.4],
  ['sign', tf.sign, 0.1, 0.9],
  ['step', tf.step, 0.1, 0.9],
  ['clone', (x) => tf.clone(x), -2, 2],
  ['cast there and back', (x) => tf.mul(tf.cast(tf.cast(x, 'int32'), 'float32'), x), 0.1, 0.9],
  ['zerosLike', (x) => tf.add(tf.zerosLike(x), x), -2, 2],
  ['exp of tanh of sqrt', (x) => tf.exp(tf.tanh(tf.sqrt(x))), 0.5, 2, true],
];

describe('unary', () => {
  gradientTable(
    rows.flatMap(([name, f, low, high, second = false]) =>
      [[], [7], [2, 1, 3]].map(
        (shape): GradientCase => ({
          name: `${name} of [${shape}]`,
          f: (x) => f(x!),
          inputs: () => [draw(shape, low, high)],
          second,
        }),
      ),
    ),
  );
});
