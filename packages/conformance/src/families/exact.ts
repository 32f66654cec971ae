import * as tf from '@tensorflow/tfjs-core';
import type { Draw } from '../draw.js';
import { at, fill, mapped, type Nd, zipped } from '../nd.js';
import type { Case, OperationSpec } from '../operation-spec.js';

/** Numbers at the limits of int32, whose sums and products overflow. */
const LIMITS: readonly number[] = [2147483647, -2147483648, 65_537, -65_536, 46_341, 3, -1, 0];
/** Numbers whose powers IEEE 754 defines one by one. */
const BASES: readonly number[] = [1, -1, 0, -0, Number.NaN, Infinity, -Infinity, 0.5, -0.5, 2, -2];
const EXPONENTS: readonly number[] = [0, -0, 1, -1, 2, 3, -3, 0.5, -0.5, Number.NaN, Infinity, -Infinity];

/** pow of IEEE 754: 1 to the power of anything is 1, and ±1 to the power of an infinity. ECMAScript says NaN there. */
export function power(base: number, exponent: number): number {
  return base === 1 || (base === -1 && Math.abs(exponent) === Infinity) ? 1 : base ** exponent;
}

/** A row of values that need no others: it is about these numbers. */
function row(name: string, draw: (draw: Draw) => Case): OperationSpec {
  return { name, derivatives: 'none', elementwise: true, calls: 1, draw };
}

function given(values: readonly number[], dtype: Nd['dtype'], shape: readonly number[] = [values.length]): Nd {
  return { shape: [...shape], data: Float64Array.from(values), dtype };
}

/** Integers that float32 rounds. */
function beyondFloats(draw: Draw, shape: readonly number[]): Nd {
  return draw.integers(shape, 2 ** 24 + 100, 2 ** 24);
}

type Pairs = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

/** Every pair of LIMITS, as a column and a row. */
function ofLimits(name: string, run: Pairs, f: (a: number, b: number) => number): OperationSpec {
  return row(name, () => ({
    inputs: [given(LIMITS, 'int32', [LIMITS.length, 1]), given(LIMITS, 'int32')],
    run,
    reference: (a, b) => zipped([a!, b!], f, 'int32'),
  }));
}

/** A complex number and a real one, which may be a single one. */
function withReal(
  name: string,
  run: Pairs,
  f: (re: number, im: number, real: number) => readonly [number, number],
): OperationSpec {
  return {
    name: `${name}, complex and real`,
    elementwise: true,
    without: ['huge', 'tiny', 'infinite', 'nan'],
    draw: (draw) => {
      const shape = draw.shape(2);
      return {
        inputs: [draw.floats(shape), draw.floats(shape), draw.floats(draw.pick<number[]>([], shape))],
        run: (re: tf.Tensor, im: tf.Tensor, real: tf.Tensor) => {
          const z = run(tf.complex(re, im), real);
          return [tf.real(z), tf.imag(z)];
        },
        reference: (re, im, real) => [0, 1].map((part) => zipped([re!, im!, real!], (p, q, x) => f(p!, q!, x!)[part]!)),
      };
    },
  };
}

/** The index of the first NaN, or of the best number. */
function firstOf(name: string, run: (x: tf.Tensor) => tf.Tensor, best: (...values: number[]) => number): OperationSpec {
  return row(name, () => ({
    inputs: [given([1, Number.NaN, 3, Number.NaN, -2, 5, 5, 0], 'float32', [2, 4])],
    run,
    reference: (x) =>
      fill(
        [2],
        ([i]) => [...x!.data].slice(4 * i!, 4 * i! + 4).findIndex((value, _, all) => Object.is(value, best(...all))),
        'int32',
      ),
  }));
}

/** Operations of which only one result is right: integers that overflow, booleans, IEEE 754's powers, NaN, many axes. */
export const exact: readonly OperationSpec[] = [
  row('pow, as IEEE 754', () => ({
    inputs: [given(BASES, 'float32', [BASES.length, 1]), given(EXPONENTS, 'float32')],
    run: tf.pow as Pairs,
    reference: (a, b) => zipped([a!, b!], power),
  })),
  row('square, int32', () => ({
    inputs: [given(LIMITS, 'int32')],
    run: (x: tf.Tensor) => tf.square(x),
    reference: (x) => mapped(x!, (value) => Math.imul(value, value), 'int32'),
  })),
  ofLimits('add, int32', tf.add as Pairs, (a, b) => (a + b) | 0),
  ofLimits('sub, int32', tf.sub as Pairs, (a, b) => (a - b) | 0),
  ofLimits('mul, int32', tf.mul as Pairs, Math.imul),
  row('sub, bool', (draw) => {
    const shape = draw.shape(2);
    return {
      inputs: [draw.bools(shape), draw.bools(shape)],
      run: (a: tf.Tensor, b: tf.Tensor) => tf.sub(a, b),
      reference: (a, b) => zipped([a!, b!], (p, q) => p - q, 'int32'),
    };
  }),
  row('unsortedSegmentSum, int32', () => ({
    inputs: [given([2 ** 24, 1, 1, 2 ** 24, -3, 7], 'int32', [3, 2]), given([0, 0, 2], 'int32')],
    run: (x: tf.Tensor, ids: tf.Tensor1D) => tf.unsortedSegmentSum(x, ids, 3),
    reference: (x, ids) =>
      fill(
        [3, 2],
        ([s, j]) => [0, 1, 2].reduce((sum, i) => (ids!.data[i] === s ? sum + at(x!, [i, j!]) : sum), 0),
        'int32',
      ),
  })),
  row('transpose, int32', (draw) => ({
    inputs: [beyondFloats(draw, [3, 2]), beyondFloats(draw, [3, 2, 4])],
    run: (a: tf.Tensor, b: tf.Tensor) => [tf.transpose(a), tf.transpose(b, [0, 2, 1])],
    reference: (a, b) => [
      fill([2, 3], ([i, j]) => at(a!, [j!, i!]), 'int32'),
      fill([3, 4, 2], ([i, j, k]) => at(b!, [i!, k!, j!]), 'int32'),
    ],
  })),
  row('sum over a middle axis, int32', (draw) => ({
    inputs: [draw.integers([3, 2, 4], 9, -9)],
    run: (x: tf.Tensor) => tf.sum(x, 1),
    reference: (x) => fill([3, 4], ([i, j]) => at(x!, [i!, 0, j!]) + at(x!, [i!, 1, j!]), 'int32'),
  })),
  row('add a vector to five and six axes', (draw) => ({
    inputs: [draw.floats([2, 1, 3, 2, 3]), draw.floats([1, 2, 1, 2, 2, 3]), draw.floats([3])],
    run: (a: tf.Tensor, b: tf.Tensor, vector: tf.Tensor) => [tf.add(a, vector), tf.add(vector, b)],
    reference: (a, b, vector) =>
      [a!, b!].map((x) => fill(x.shape, (index) => at(x, index) + vector!.data[index.at(-1)!]!)),
  })),
  withReal('add', tf.add as Pairs, (re, im, x) => [re + x, im]),
  withReal('sub', tf.sub as Pairs, (re, im, x) => [re - x, im]),
  withReal('mul', tf.mul as Pairs, (re, im, x) => [re * x, im * x]),
  firstOf('argMax, NaN', (x) => tf.argMax(x, 1), Math.max),
  firstOf('argMin, NaN', (x) => tf.argMin(x, 1), Math.min),
  row('topk, NaN', () => ({
    inputs: [given([1, Number.NaN, 3, Number.NaN, -2, 5, 5, 0], 'float32', [2, 4])],
    run: (x: tf.Tensor) => {
      const { values, indices } = tf.topk(x, 3);
      return [values, indices];
    },
    reference: () => [
      given([Number.NaN, Number.NaN, 3, 5, 5, 0], 'float32', [2, 3]),
      given([1, 3, 2, 1, 2, 3], 'int32', [2, 3]),
    ],
  })),
];
