import * as tf from '@tensorflow/tfjs-core';
import type { Draw } from '../draw.js';
import { broadcastShape, fill, mapped, type Nd, reshaped, zipped } from '../nd.js';
import type { OperationSpec } from '../operation-spec.js';
import { power } from './exact.js';

type Row = readonly [
  name: string,
  run: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  f: (a: number, b: number) => number,
  low?: number,
  high?: number,
];

/** The remainder that has the divisor's sign. */
function modulo(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

const rows: readonly Row[] = [
  ['add', tf.add, (a, b) => a + b],
  ['atan2', tf.atan2, Math.atan2, 0.3, 2],
  ['div', tf.div, (a, b) => a / b, 0.3, 2],
  ['divNoNan', tf.divNoNan, (a, b) => (b === 0 ? 0 : a / b), 0.3, 2],
  ['maximum', tf.maximum, Math.max],
  ['minimum', tf.minimum, Math.min],
  ['mod', tf.mod, modulo, 0.3, 5],
  ['mul', tf.mul, (a, b) => a * b],
  ['pow', tf.pow, power, 0.3, 2],
  ['prelu', tf.prelu, (x, alpha) => (x > 0 ? x : alpha * x)],
  ['squaredDifference', tf.squaredDifference, (a, b) => (a - b) ** 2],
  ['sub', tf.sub, (a, b) => a - b],
];

const comparisons: readonly Row[] = [
  ['equal', tf.equal, (a, b) => Number(a === b)],
  ['greater', tf.greater, (a, b) => Number(a > b)],
  ['greaterEqual', tf.greaterEqual, (a, b) => Number(a >= b)],
  ['less', tf.less, (a, b) => Number(a < b)],
  ['lessEqual', tf.lessEqual, (a, b) => Number(a <= b)],
  ['notEqual', tf.notEqual, (a, b) => Number(a !== b)],
];

const logical: readonly Row[] = [
  ['logicalAnd', tf.logicalAnd, (a, b) => a & b],
  ['logicalOr', tf.logicalOr, (a, b) => a | b],
  ['logicalXor', tf.logicalXor, (a, b) => a ^ b],
];

/** Two shapes that are broadcast together: equal ones, a missing axis, or axes of size 1. */
function shapes(draw: Draw): [number[], number[]] {
  const full = draw.shape(3);
  const [, second, third] = full as [number, number, number]; // three axes
  return draw.pick<[number[], number[]]>(
    [full, full],
    [full, [second, third]],
    [full, [third]],
    [
      [1, second, third],
      [full[0]!, second, 1],
    ],
  );
}

/** Operations on pairs of elements. */
export const binary: readonly OperationSpec[] = [
  ...rows.map(
    ([name, run, f, low, high]): OperationSpec => ({
      name,
      elementwise: true,
      draw: (draw) => {
        const [a, b] = shapes(draw);
        // The first operand of prelu has all the axes; that serves the others as well.
        return {
          inputs: [draw.floats(name === 'prelu' ? broadcastShape(a, b) : a, low, high), draw.floats(b, low, high)],
          run,
          reference: (x, y) => zipped([x, y], f),
        };
      },
    }),
  ),
  {
    name: 'prelu, one alpha',
    draw: (draw) => {
      const one = draw.pick<number[]>([], [1], [1, 1]);
      return {
        inputs: [draw.floats(draw.shape(3)), draw.floats(one)],
        run: (x: tf.Tensor, alpha: tf.Tensor) => tf.prelu(x, alpha),
        reference: (x, alpha) => zipped([x, alpha], (value, factor) => (value > 0 ? value : factor * value)),
      };
    },
  },
  ...comparisons.map(
    ([name, run, f]): OperationSpec => ({
      name,
      derivatives: 'none',
      elementwise: true,
      draw: (draw) => {
        const [a, b] = shapes(draw);
        return { inputs: [draw.floats(a), draw.floats(b)], run, reference: (x, y) => zipped([x, y], f, 'bool') };
      },
    }),
  ),
  ...logical.map(
    ([name, run, f]): OperationSpec => ({
      name,
      derivatives: 'none',
      elementwise: true,
      draw: (draw) => {
        const [a, b] = shapes(draw);
        return { inputs: [draw.bools(a), draw.bools(b)], run, reference: (x, y) => zipped([x, y], f, 'bool') };
      },
    }),
  ),
  {
    name: 'bitwiseAnd',
    derivatives: 'none',
    elementwise: true,
    draw: (draw) => {
      const shape = draw.shape(2);
      return {
        inputs: [draw.integers(shape, 99, -99), draw.integers(shape, 99, -99)],
        run: (a: tf.Tensor, b: tf.Tensor) => tf.bitwiseAnd(a, b),
        reference: (a, b) => zipped([a, b], (x, y) => x & y, 'int32'),
      };
    },
  },
  {
    name: 'floorDiv',
    derivatives: 'none',
    elementwise: true,
    draw: (draw) => {
      const [a, b] = shapes(draw);
      const divisor = draw.integers(b, 9, 1);
      const sign = draw.pick(1, -1);
      return {
        inputs: [draw.integers(a, 99, -99), mapped(divisor, (value) => sign * value, 'int32')],
        run: (x: tf.Tensor, y: tf.Tensor) => tf.floorDiv(x, y),
        reference: (x, y) => zipped([x, y], (p, q) => Math.floor(p / q), 'int32'),
      };
    },
  },
  {
    name: 'addN',
    draw: (draw) => {
      const shape = draw.shape(2);
      return {
        inputs: [draw.floats(shape), draw.floats(shape), draw.floats(shape)],
        run: (...xs: tf.Tensor[]) => tf.addN(xs),
        reference: (...xs) => zipped(xs, (...values) => values.reduce((total, value) => total + value)),
      };
    },
  },
  {
    name: 'where',
    elementwise: true,
    draw: (draw) => {
      const [a, b] = shapes(draw);
      const full = broadcastShape(a, b);
      return {
        inputs: [draw.bools(full), draw.floats(a), draw.floats(b)],
        run: (condition: tf.Tensor, t: tf.Tensor, e: tf.Tensor) => tf.where(condition, t, e),
        reference: (condition, t, e) => zipped([condition, t, e], (c, p, q) => (c !== 0 ? p : q)),
      };
    },
  },
  {
    name: 'outerProduct',
    elementwise: true,
    draw: (draw) => ({
      inputs: [draw.floats([draw.size()]), draw.floats([draw.size()])],
      run: (a: tf.Tensor1D, b: tf.Tensor1D) => tf.outerProduct(a, b),
      reference: (a, b) => zipped([reshaped(a, [a.data.length, 1]), reshaped(b, [1, b.data.length])], (x, y) => x * y),
    }),
  },
  {
    name: 'movingAverage',
    elementwise: true,
    draw: (draw) => {
      const shape = draw.shape(2);
      return {
        inputs: [draw.floats(shape), draw.floats(shape)],
        run: (v: tf.Tensor, x: tf.Tensor) => tf.movingAverage(v, x, 0.75, 0, false),
        reference: (v, x) => zipped([v, x], (old, next) => old + 0.25 * (next - old)),
      };
    },
  },
  {
    name: 'dropout',
    draw: (draw) => ({
      inputs: [draw.floats(draw.shape(2))],
      // At any other rate it draws numbers of its own.
      run: (x: tf.Tensor) => tf.dropout(x, 0),
      reference: (x: Nd) => fill(x.shape, (index) => x.data[index.reduce((p, i, axis) => p * x.shape[axis]! + i, 0)]!),
    }),
  },
];
