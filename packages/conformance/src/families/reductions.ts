import * as tf from '@tensorflow/tfjs-core';
import type { Draw } from '../draw.js';
import { at, fill, gathered, mapped, type Nd } from '../nd.js';
import type { Case, OperationSpec } from '../operation-spec.js';
import { logSumExp } from '../special-functions.js';

const add = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => add(values) / values.length;
const most = (values: readonly number[]): number => Math.max(...values);
const least = (values: readonly number[]): number => Math.min(...values);
const product = (values: readonly number[]): number => values.reduce((total, value) => total * value, 1);
const norm = (values: readonly number[]): number => Math.sqrt(add(values.map((value) => value * value)));
const spread = (values: readonly number[]): number => mean(values.map((value) => (value - mean(values)) ** 2));

/** Reduces along axes. */
function reduce(x: Nd, axes: readonly number[], f: (values: readonly number[]) => number, keep = false): Nd {
  const { shape, rows } = gathered(x, axes);
  const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return { shape: keep ? kept : shape, data: Float64Array.from(rows, f), dtype: 'float32' };
}

/** Rank 3, and some of its axes. */
function draws(draw: Draw): { shape: number[]; axes: number[]; keep: boolean } {
  const shape = draw.shape(3);
  return { shape, axes: draw.pick([2], [0], [1], [0, 2], [1, 2], [0, 1, 2]), keep: draw.pick(true, false) };
}

type Reduction = (x: tf.Tensor, axes: number[], keep: boolean) => tf.Tensor;
type Row = readonly [
  name: string,
  run: Reduction,
  f: (values: readonly number[]) => number,
  without?: OperationSpec['without'],
];

const rows: readonly Row[] = [
  ['euclideanNorm', tf.euclideanNorm, norm],
  ['logSumExp', tf.logSumExp, logSumExp],
  ['max', tf.max, most],
  ['mean', tf.mean, mean],
  ['min', tf.min, least],
  ['norm', (x, axes, keep) => tf.norm(x, 1, axes, keep), (values) => add(values.map(Math.abs))],
  ['prod', tf.prod, product],
  ['sum', tf.sum, add],
];

/** A choice among the elements along one axis. */
function chosen(
  name: string,
  run: (x: tf.Tensor, axis: number) => tf.Tensor,
  better: (a: number, b: number) => boolean,
): OperationSpec {
  return {
    name,
    derivatives: 'none',
    // Engines differ where an element is NaN: exact.ts has a row for it.
    without: ['nan'],
    draw: (draw) => {
      const shape = [draw.size(), draw.some(2, 5), draw.size()];
      return {
        inputs: [draw.floats(shape)],
        run: (x: tf.Tensor) => run(x, 1),
        reference: (x) => {
          const pick = (values: readonly number[]): number =>
            values.reduce((best, value, i) => (better(value, values[best]!) ? i : best), 0);
          return { ...reduce(x, [1], pick), dtype: 'int32' };
        },
      };
    },
  };
}

/** Whether all or any are true. */
function logical(name: string, run: Reduction, f: (values: readonly number[]) => number): OperationSpec {
  return {
    name,
    derivatives: 'none',
    draw: (draw) => {
      const { shape, axes, keep } = draws(draw);
      return {
        inputs: [draw.bools(shape)],
        run: (x: tf.Tensor) => run(x, axes, keep),
        reference: (x) => ({ ...reduce(x, axes, f, keep), dtype: 'bool' }),
      };
    },
  };
}

/** Sums or products of all elements up to each one. */
function running(
  name: string,
  run: (x: tf.Tensor, axis: number, exclusive: boolean, reverse: boolean) => tf.Tensor,
  f: (values: readonly number[]) => number,
): OperationSpec {
  return {
    name,
    draw: (draw): Case => {
      const shape = draw.shape(3);
      const [axis, exclusive, reverse] = [draw.some(0, 2), draw.pick(true, false), draw.pick(true, false)];
      return {
        inputs: [draw.floats(shape)],
        run: (x: tf.Tensor) => run(x, axis, exclusive, reverse),
        reference: (x) =>
          fill(x.shape, (index) => {
            const along = Array.from({ length: x.shape[axis]! }, (_, i) => at(x, index.with(axis, i)));
            const here = index[axis]!;
            const [from, to] = reverse ? [exclusive ? here + 1 : here, along.length] : [0, exclusive ? here : here + 1];
            return f(along.slice(from, to));
          }),
      };
    },
  };
}

/** Operations that make one element of many along axes. */
export const reductions: readonly OperationSpec[] = [
  ...rows.map(
    ([name, run, f, without = []]): OperationSpec => ({
      name,
      without,
      draw: (draw) => {
        const { shape, axes, keep } = draws(draw);
        // A norm is that of a vector or of a matrix.
        const along = name === 'norm' ? axes.slice(0, 1) : name === 'euclideanNorm' ? axes.slice(0, 2) : axes;
        return {
          inputs: [draw.floats(shape)],
          run: (x: tf.Tensor) => run(x, along, keep),
          reference: (x) => reduce(x, along, f, keep),
        };
      },
    }),
  ),
  logical(
    'all',
    (x, axes, keep) => tf.all(x, axes, keep),
    (values) => Number(values.every((value) => value !== 0)),
  ),
  logical(
    'any',
    (x, axes, keep) => tf.any(x, axes, keep),
    (values) => Number(values.some((value) => value !== 0)),
  ),
  chosen(
    'argMax',
    (x, axis) => tf.argMax(x, axis),
    (a, b) => a > b,
  ),
  chosen(
    'argMin',
    (x, axis) => tf.argMin(x, axis),
    (a, b) => a < b,
  ),
  running('cumsum', tf.cumsum, add),
  running('cumprod', tf.cumprod, product),
  {
    name: 'moments',
    draw: (draw) => {
      const { shape, axes, keep } = draws(draw);
      return {
        inputs: [draw.floats(shape)],
        run: (x: tf.Tensor) => Object.values(tf.moments(x, axes, keep)),
        reference: (x) => [reduce(x, axes, mean, keep), reduce(x, axes, spread, keep)],
      };
    },
  },
  {
    name: 'softmax',
    draw: (draw) => ({
      inputs: [draw.floats([draw.size(), draw.size()])],
      run: (x: tf.Tensor) => tf.softmax(x),
      reference: (x) =>
        fill(x.shape, ([row, column]) => {
          const values = rowOf(x, row!);
          return Math.exp(values[column!]! - most(values)) / add(values.map((value) => Math.exp(value - most(values))));
        }),
    }),
  },
  {
    name: 'logSoftmax',
    draw: (draw) => ({
      inputs: [draw.floats([draw.size(), draw.size()])],
      run: (x: tf.Tensor) => tf.logSoftmax(x),
      reference: (x) =>
        fill(x.shape, ([row, column]) => {
          const values = rowOf(x, row!);
          const rest = values.map((value) => Math.exp(value - most(values)));
          return values[column!]! - most(values) - Math.log(add(rest));
        }),
    }),
  },
  {
    name: 'topk',
    draw: (draw) => {
      const [rows, columns] = [draw.size(), draw.some(3, 6)];
      const k = draw.some(1, 3);
      const sorted = (x: Nd): { value: number; i: number }[][] =>
        gathered(x, [1]).rows.map((values) =>
          values
            .map((value, i) => ({ value, i }))
            .sort((a, b) => b.value - a.value || a.i - b.i)
            .slice(0, k),
        );
      return {
        inputs: [draw.floats([rows, columns])],
        run: (x: tf.Tensor) => tf.topk(x, k).values,
        reference: (x) => ({
          shape: [x.shape[0]!, k],
          data: Float64Array.from(sorted(x).flat(), ({ value }) => value),
          dtype: 'float32',
        }),
      };
    },
    // Engines differ where an element is NaN: exact.ts has a row for it.
    without: ['nan'],
  },
  {
    name: 'localResponseNormalization',
    draw: (draw) => {
      const radius = draw.some(1, 2);
      return {
        inputs: [draw.floats([draw.size(1, 2), draw.size(2, 3), draw.size(1, 2), draw.size(3, 6)])],
        run: (x: tf.Tensor4D) => tf.localResponseNormalization(x, radius, 1.5, 0.7, 0.6),
        reference: (x) =>
          fill(x.shape, (index) => {
            const around = Array.from({ length: 2 * radius + 1 }, (_, i) => index[3]! - radius + i);
            const inside = around.filter((channel) => channel >= 0 && channel < x.shape[3]!);
            const squares = inside.map((channel) => at(x, index.with(3, channel)) ** 2);
            return at(x, index) * (1.5 + 0.7 * add(squares)) ** -0.6;
          }),
      };
    },
  },
  {
    name: 'batchNorm',
    also: ['batchNorm2d', 'batchNorm3d', 'batchNorm4d'],
    draw: (draw) => {
      const channels = draw.size();
      const shape = [...draw.shape(draw.pick(1, 2, 3)), channels];
      return {
        inputs: [
          draw.floats(shape),
          draw.floats([channels]),
          draw.floats([channels], 0.3, 2),
          draw.floats([channels]),
          draw.floats([channels]),
        ],
        run: (x: tf.Tensor, m: tf.Tensor1D, v: tf.Tensor1D, offset: tf.Tensor1D, scale: tf.Tensor1D) =>
          tf.batchNorm(x, m, v, offset, scale, 0.01),
        reference: (x, m, v, offset, scale) =>
          fill(x!.shape, (index) => {
            const channel = index.at(-1)!;
            const inverse = 1 / Math.sqrt(v!.data[channel]! + 0.01);
            return (at(x!, index) - m!.data[channel]!) * inverse * scale!.data[channel]! + offset!.data[channel]!;
          }),
      };
    },
  },
  {
    name: 'image.threshold',
    derivatives: 'none',
    without: ['one', 'none', 'zero', 'tied', 'huge', 'tiny', 'infinite', 'nan'],
    draw: (draw) => ({
      inputs: [mapped(draw.integers([4, 5, 1], 256), (value) => value, 'int32')],
      run: (x: tf.Tensor3D) => tf.image.threshold(x, 'binary', false, 0.5),
      reference: (x) => mapped(x, (value) => (value > 127 ? 255 : 0), 'int32'),
    }),
  },
];

function rowOf(x: Nd, row: number): number[] {
  return Array.from({ length: x.shape[1]! }, (_, column) => at(x, [row, column]));
}
