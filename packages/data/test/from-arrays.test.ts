import { ArgumentError, hostArray, ShapeError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import { fromArrays } from '../src/index.js';

describe('fromArrays', () => {
  it('gives views, without a copy', async () => {
    const x = hostArray(Float32Array.of(1, 2, 3, 4, 5, 6), [3, 2]);
    const data = fromArrays({ x, y: Int32Array.of(7, 8, 9) });
    const sample = await data.at(1);
    expect(sample).toEqual({ x: hostArray(Float32Array.of(3, 4)), y: hostArray(Int32Array.of(8), []) });
    expect(sample.x.data.buffer).toBe(x.data.buffer);
    expect(data.size).toBe(3);
  });

  it('keeps the form of records and lists, and stacks it again', async () => {
    const image = hostArray(Uint8Array.of(1, 2, 3, 4), [2, 1, 2, 1]);
    const arrays = { x: { image, words: hostArray(Int32Array.of(5, 6, 7, 8), [2, 2]) }, y: [Float32Array.of(1, 2)] };
    const data = fromArrays(arrays);
    expect(await data.at(1)).toEqual({
      x: { image: hostArray(Uint8Array.of(3, 4), [1, 2, 1]), words: hostArray(Int32Array.of(7, 8)) },
      y: [hostArray(Float32Array.of(2), [])],
    });
    expect(await data.batch(2).at(0)).toEqual({ ...arrays, y: [hostArray(Float32Array.of(1, 2))] });
  });

  it('converts float64 and lists of numbers to float32, of any rank', async () => {
    const batch = await fromArrays({
      double: Float64Array.of(0.1, Number.NaN),
      flat: [1, 2],
      rows: [
        [1, 2, 3],
        [4, 5, 6],
      ],
      deep: [
        [[1], [2]],
        [[3], [Number.NEGATIVE_INFINITY]],
      ],
      none: [[], []],
    })
      .batch(2)
      .at(0);
    expect(batch).toEqual({
      double: hostArray(Float32Array.of(0.1, Number.NaN)),
      flat: hostArray(Float32Array.of(1, 2)),
      rows: hostArray(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]),
      deep: hostArray(Float32Array.of(1, 2, 3, Number.NEGATIVE_INFINITY), [2, 2, 1]),
      none: hostArray(new Float32Array(0), [2, 0]),
    });
  });

  it('takes tables of numbers, float32 without a copy', async () => {
    const double = { rows: 2, columns: 3, data: Float64Array.of(1, 2, 3, 4, 5, 0.1), names: ['a', 'b', 'c'] };
    const single = { rows: 2, columns: 1, data: Float32Array.of(6, 7) };
    const data = fromArrays({ double, single });
    expect(await data.batch(2).at(0)).toEqual({
      double: hostArray(Float32Array.of(1, 2, 3, 4, 5, 0.1), [2, 3]),
      single: hostArray(Float32Array.of(6, 7), [2, 1]),
    });
    expect((await data.at(1)).single.data.buffer).toBe(single.data.buffer);
    await expectError(
      () => fromArrays({ x: { ...double, rows: 3 } }),
      ShapeError,
      'fromArrays: `x` must have a sample axis and 6 elements; received [3, 3].',
    );
  });

  it('takes a million rows', async () => {
    const rows = Array.from({ length: 1_000_000 }, (_, i) => [i, -i]);
    const data = fromArrays({ rows, double: new Float64Array(1_000_000).fill(2) });
    expect(await data.at(999_999)).toEqual({
      rows: hostArray(Float32Array.of(999_999, -999_999)),
      double: hostArray(Float32Array.of(2), []),
    });
  });

  it.each<[object, typeof ArgumentError | typeof ShapeError, string]>([
    [{}, ArgumentError, '`arrays` must hold at least one; received none.'],
    [{ x: {} }, ArgumentError, '`arrays` must hold at least one; received none.'],
    [
      { x: Float32Array.of(1, 2), y: { a: Int32Array.of(1) } },
      ShapeError,
      '`y.a` must have 2 samples, as `x` has; received 1.',
    ],
    [
      { x: [['one'], ['two']] },
      ArgumentError,
      '`x.0.0` must be a host array, a typed array, a table, numbers in lists, or a list or record of these; received "one".',
    ],
    [{ x: [1, 'two'] }, ArgumentError, '`x` must hold numbers; received two at [1].'],
    [{ x: [[1, 2], [3]] }, ShapeError, '`x` must have lists of 2 at []; received one of 1 at [1].'],
    [
      {
        x: [
          [[1], [2]],
          [[3], 4],
        ],
      },
      ShapeError,
      '`x` must have lists of 1 at [1]; received 4 at [1, 1].',
    ],
    [
      { x: Float64Array.of(1, 1e39) },
      ArgumentError,
      '`x` must hold numbers of at most 3.4e38, the largest of float32; received 1e+39 at [1].',
    ],
    [
      { x: [[1], [-1e39]] },
      ArgumentError,
      '`x` must hold numbers of at most 3.4e38, the largest of float32; received -1e+39 at [1, 0].',
    ],
    [
      { x: { y: Int16Array.of(1) } },
      ArgumentError,
      '`x.y` must be a host array, a typed array, a table, numbers in lists, or a list or record of these; received an Int16Array.',
    ],
    [
      { x: { dtype: 'float32', data: Float32Array.of(1, 2), shape: [3, 1] } },
      ShapeError,
      '`x` must have a sample axis and 2 elements; received [3, 1].',
    ],
  ])('refuses %j', async (arrays, type, message) => {
    await expectError(() => fromArrays(arrays as never), type as typeof ArgumentError, `fromArrays: ${message}`);
  });
});
