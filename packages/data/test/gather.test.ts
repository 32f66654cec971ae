import { ArgumentError, hostArray } from '@neurite/core';
import { expectError } from '@neurite/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ColumnTable,
  type DataPipeline,
  fromArrays,
  fromRecords,
  sampleByWeight,
  seriesWindows,
  split,
  zip,
} from '../src/index.js';

const SIZE = 23;
const count = (length: number, f: (i: number) => number): number[] => Array.from({ length }, (_, i) => f(i));

const table = new ColumnTable({
  a: { type: 'number', values: Float64Array.from(count(SIZE, (i) => (i === 5 ? Number.NaN : i / 3))), missing: 1 },
  b: { type: 'integer', values: Float64Array.from(count(SIZE, (i) => 2 ** i)), missing: 0 },
  c: { type: 'boolean', values: Float64Array.from(count(SIZE, (i) => i % 2)), missing: 0 },
});

const sources: Readonly<Record<string, DataPipeline<unknown>>> = {
  arrays: fromArrays({
    x: { image: hostArray(Uint8Array.from(count(SIZE * 40, (i) => i)), [SIZE, 8, 5]), size: count(SIZE, (i) => i) },
    y: [Int32Array.from(count(SIZE, (i) => -i)), Float32Array.from(count(SIZE, Math.sqrt))],
  }),
  rows: table.rows(),
  samples: table.samples({ x: ['b', 'a'], y: 'c', z: 'a', n: 'b' }),
  zip: zip({ a: fromArrays({ x: count(SIZE, Math.sin) }), b: table.samples({ c: 'c' }).shuffle({ seed: 1 }) }),
  windows: seriesWindows(hostArray(Float32Array.from(count(90, Math.cos)), [30, 3]), {
    length: 5,
    horizon: 2,
    gap: 1,
    stride: 2,
    targets: [2, 0],
  }),
  'one channel': seriesWindows(hostArray(Float32Array.from(count(SIZE + 4, Math.cos))), { length: 4 }),
};

type Stage = readonly [name: string, apply: (data: DataPipeline<unknown>) => DataPipeline<unknown>];
const small = fc.integer({ min: 1, max: 9 });
const stage: fc.Arbitrary<Stage> = fc.oneof(
  fc.nat(3).map((seed): Stage => [`shuffle(${seed})`, (data) => data.shuffle({ seed })]),
  small.map((n): Stage => [`take(${2 * n})`, (data) => data.take(2 * n)]),
  small.map((n): Stage => [`skip(${n})`, (data) => data.skip(n)]),
  fc.constant<Stage>(['cache', (data) => data.cache()]),
  small.map((n): Stage => [`repeat(${n})`, (data) => data.repeat(n)]),
  small.map(
    (n): Stage => [
      `sampleByWeight(${n})`,
      (data) =>
        sampleByWeight(
          data,
          count(data.size!, (i) => i + 1),
          { count: n },
        ),
    ],
  ),
);

describe('batches that are gathered', () => {
  it('have the bits of samples that are stacked', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(sources)),
        fc.array(stage, { maxLength: 4 }),
        small,
        fc.nat(2),
        async (name, stages, size, epoch) => {
          let data = sources[name]!;
          for (const [, apply] of stages) if (data.size! > 0) data = apply(data);
          expect(data.source.gather).toBeDefined();
          const gathered = await data.batch(size).toArray({ epoch, seed: 3 });
          // A map stands between the samples and what gathers them.
          const stacked = await data
            .map((sample) => sample)
            .batch(size)
            .toArray({ epoch, seed: 3 });
          expect(gathered).toEqual(stacked);
        },
      ),
      { seed: 7, numRuns: 300 },
    );
  });

  it('are gathered from the parts of a split', async () => {
    const parts = await split(sources.arrays!, { train: 0.6, test: 0.4 });
    expect(await parts.train.batch(4).toArray()).toEqual(
      await parts.train
        .map((sample) => sample)
        .batch(4)
        .toArray(),
    );
  });

  it('say that text cannot be stacked', async () => {
    const rows = fromRecords([{ name: 'tea', price: 1 }]).rows();
    await expectError(
      () => rows.batch(1).toArray() as Promise<unknown>,
      ArgumentError,
      'batch: `name` must be a host array, a typed array, a number, or a record of these; received "tea" in element 0.',
    );
  });
});

describe('samples', () => {
  it('are of the columns named, by the type of each', async () => {
    const { x, y, z, n } = await table.samples({ x: ['b', 'a'], y: 'c', z: 'a', n: ['b'] }).at(4);
    expect(x).toEqual(hostArray(Float32Array.of(16, 4 / 3), [2]));
    expect(y).toEqual(hostArray(Int32Array.of(0), []));
    expect(z).toEqual(hostArray(Float32Array.of(4 / 3), []));
    expect(n).toEqual(hostArray(Float32Array.of(16), [1]));
  });

  it('are a million, in batches of any size', async () => {
    const values = Float64Array.from({ length: 1_000_000 }, (_, i) => i);
    const data = new ColumnTable({ values: { type: 'integer', values, missing: 0 } }).samples({ y: 'values' });
    let next = 0;
    for await (const { y } of data.batch(100_000)) for (const value of y.data) if (value !== next++) throw value;
    expect(next).toBe(1_000_000);
  });

  it.each([
    [{ x: 'weight' }, 'samples: `fields` must be columns of numbers: a, b, c; received weight.'],
    [{ x: [] }, 'samples: `fields.x` must hold at least one; received none.'],
    [{}, 'samples: `fields` must hold at least one; received none.'],
  ])('refuse %j', async (fields, message) => {
    await expectError(() => table.samples(fields as never), ArgumentError, message);
  });

  it.each([
    [
      'float32',
      { type: 'number' as const, values: Float64Array.of(1, 1e39), missing: 0 },
      'be at most 3.4e38, the largest of float32; received 1e+39 in row 1.',
    ],
    [
      'int32',
      { type: 'integer' as const, values: Float64Array.of(1, 2 ** 31), missing: 0 },
      'be integers of 32 bits; received 2147483648 in row 1.',
    ],
    [
      'missing',
      { type: 'category' as const, values: Float64Array.of(0, Number.NaN), missing: 1 },
      'be integers of 32 bits; received a missing one in row 1. Leave such rows out, or impute what is missing.',
    ],
  ])('name the row of a number that %s cannot hold', async (_, column, message) => {
    const data = new ColumnTable({ v: column }).samples({ v: 'v' });
    await expectError(
      () => data.batch(2).toArray() as Promise<unknown>,
      ArgumentError,
      `samples (column 'v'): \`values\` must ${message}`,
    );
  });
});
