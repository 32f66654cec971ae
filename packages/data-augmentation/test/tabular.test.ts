import { ArgumentError, hostArray, RandomStream, ShapeError } from '@neurite/core';
import { expectClose, expectError, fixture, testAugmentation } from '@neurite/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  adasyn,
  categoryDropout,
  featureNoise,
  type LabeledRows,
  mixup,
  type OversamplingDraw,
  smote,
  swapNoise,
} from '../src/index.js';

type Case = {
  readonly name: 'smote' | 'adasyn';
  readonly columns: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly options: object;
  readonly draw: OversamplingDraw;
  readonly expected: { readonly x: readonly number[]; readonly y: readonly number[] };
};

const tableOf = (x: readonly number[], y: readonly number[], columns: number): LabeledRows => ({
  x: hostArray(Float32Array.from(x), [y.length, columns]),
  y: hostArray(Int32Array.from(y)),
});

/** Rows of classes whose sizes are `counts`, from a seed. */
function rowsOf(counts: readonly number[], columns: number, seed: number): LabeledRows {
  const random = RandomStream.fromSeed(seed);
  const y = counts.flatMap((count, label) => new Array<number>(count).fill(label));
  const order = random.permutation(y.length);
  return tableOf(
    Array.from(random.normals(y.length * columns)),
    Array.from(order, (at) => y[at]!),
    columns,
  );
}

describe('oversampling', () => {
  it.each(fixture<{ cases: readonly Case[] }>('data-augmentation/tabular').cases.map((one, i) => [i, one] as const))(
    'agrees with imbalanced-learn %d',
    async (_, { name, columns, x, y, options, draw, expected }) => {
      const table = tableOf(x, y, columns);
      const sampler = name === 'smote' ? smote(options) : adasyn(options);
      const made = sampler.apply(table, draw);
      await expectClose(made.x.data, expected.x, { relative: 1e-6, absolute: 1e-6 });
      expect([...made.y.data]).toEqual(expected.y);
      // ADASYN's rows follow from the table, those of SMOTE are drawn.
      const own = sampler.draw(RandomStream.fromSeed(1), table);
      if (name === 'adasyn') expect(own.rows).toEqual(draw.rows);
      expect(own.rows.map((row) => y[row])).toEqual(draw.rows.map((row) => y[row]));
    },
  );

  it('balances, keeps the table, and makes rows between rows of one class', () => {
    fc.assert(
      fc.property(fc.integer({ min: 7, max: 20 }), fc.integer({ min: 1, max: 4 }), fc.nat(99), (few, columns, seed) => {
        const table = rowsOf([25, few, 8], columns, seed);
        const sampler = smote();
        const draw = sampler.draw(RandomStream.fromSeed(seed), table);
        const { x, y } = sampler.apply(table, draw);
        for (const label of [0, 1, 2]) expect(y.data.filter((one) => one === label)).toHaveLength(25);
        expect(x.data.subarray(0, table.x.data.length)).toEqual(table.x.data);
        const low = (label: number, c: number): number =>
          Math.min(
            ...Array.from(table.y.data.keys())
              .filter((i) => table.y.data[i] === label)
              .map((i) => table.x.data[i * columns + c]!),
          );
        for (let i = table.y.data.length; i < y.data.length; i++) {
          for (let c = 0; c < columns; c++) expect(x.data[i * columns + c]).toBeGreaterThanOrEqual(low(y.data[i]!, c));
        }
      }),
      { numRuns: 15 },
    );
  });

  it.each([
    ['smote', smote()],
    ['smote, categorical', smote({ categorical: [1] })],
    ['adasyn', adasyn()],
  ])('%s draws JSON, the same from one seed, and gives the same bits for a stored draw', (_, sampler) => {
    const table = rowsOf([30, 9], 3, 4);
    const draw = sampler.draw(RandomStream.fromSeed(3), table);
    expect(sampler.draw(RandomStream.fromSeed(3), table)).toEqual(draw);
    expect(sampler.draw(RandomStream.fromSeed(4), table)).not.toEqual(draw);
    const stored = JSON.parse(JSON.stringify(draw)) as OversamplingDraw;
    expect(stored).toEqual(draw);
    expect(sampler.apply(table, stored)).toEqual(sampler.apply(table, draw));
    expect(sampler.apply(table, { rows: [], neighbors: [], shares: [] })).toEqual(table);
  });

  it('makes as many rows as asked for', () => {
    const table = rowsOf([30, 9, 12], 2, 8);
    const { y } = smote({ rows: { 1: 20 } }).apply(
      table,
      smote({ rows: { 1: 20 } }).draw(RandomStream.fromSeed(1), table),
    );
    expect([0, 1, 2].map((label) => y.data.filter((one) => one === label).length)).toEqual([30, 20, 12]);
  });

  it('takes a table of a million values', () => {
    const table = rowsOf([19_900, 100], 50, 2);
    const draw = adasyn({ rows: { 1: 200 } }).draw(RandomStream.fromSeed(1), table);
    expect(adasyn().apply(table, draw).y.data.length).toBeGreaterThan(20_050);
    expect(smote({ rows: { 1: 300 } }).draw(RandomStream.fromSeed(1), table).rows).toHaveLength(200);
  });
});

testAugmentation({ name: 'featureNoise', augmentation: featureNoise() });
testAugmentation({
  name: 'featureNoise of 0',
  augmentation: featureNoise({ deviation: 0 }),
  identity: { seed: 1 },
});
testAugmentation({
  name: 'categoryDropout',
  augmentation: categoryDropout({ columns: [1, 3], rate: 0.5 }),
  identity: { dropped: [] },
});

it('featureNoise has the deviations that were asked for', () => {
  const row = hostArray(new Float32Array(200_000).fill(2));
  const { data } = featureNoise({ deviation: 0.5 }).row(row, { seed: 3 });
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  expect(mean).toBeCloseTo(2, 2);
  expect(Math.sqrt(data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length)).toBeCloseTo(0.5, 2);
  const each = featureNoise({ deviation: [1, 0] }).row(hostArray(Float32Array.of(4, 5)), { seed: 1 });
  expect(each.data[0]).not.toBe(4);
  expect(each.data[1]).toBe(5);
});

it('categoryDropout drops at its rate', () => {
  const dropout = categoryDropout({ columns: [0, 1], rate: 0.3, value: -1 });
  const random = RandomStream.fromSeed(2);
  const dropped = Array.from({ length: 5000 }, () => dropout.draw(random, {})!.dropped.length);
  expect(dropped.reduce((sum, count) => sum + count, 0) / 10_000).toBeCloseTo(0.3, 1);
  expect([...dropout.row(hostArray(Float32Array.of(4, 5, 6)), { dropped: [1] }).data]).toEqual([4, -1, 6]);
});

describe('rows of two samples', () => {
  const samples = [0, 10].map((first) => ({
    row: [hostArray(Float32Array.of(first, first + 1, first + 2))],
    label: [hostArray(Float32Array.of(first === 0 ? 1 : 0, first === 0 ? 0 : 1))],
  }));

  it('swapNoise takes the columns that were drawn', () => {
    const { row } = swapNoise().apply(samples, { columns: [0, 2] });
    expect([...row![0]!.data]).toEqual([10, 1, 12]);
    expect(swapNoise().apply(samples, { columns: [] }).row).toEqual(samples[0]!.row);
    const random = RandomStream.fromSeed(1);
    const drawn = Array.from({ length: 3000 }, () => swapNoise({ rate: 0.2 }).draw(random, samples).columns);
    expect(drawn.reduce((sum, { length }) => sum + length, 0) / 9000).toBeCloseTo(0.2, 1);
    expect(JSON.parse(JSON.stringify(drawn))).toEqual(drawn);
  });

  it('mixup mixes rows and signals by one share', () => {
    const { row, label } = mixup().apply(samples, { share: 0.75 });
    expect([...row![0]!.data]).toEqual([2.5, 3.5, 4.5]);
    expect([...label![0]!.data]).toEqual([0.75, 0.25]);
    const signals = [0, 4].map((value) => ({ signal: [hostArray(new Float32Array(3).fill(value))] }));
    expect([...mixup().apply(signals, { share: 0.5 }).signal![0]!.data]).toEqual([2, 2, 2]);
  });

  it('refuses rows of two lengths', async () => {
    const other = { row: [hostArray(new Float32Array(2))] };
    for (const [name, apply] of [
      ['swapNoise', () => swapNoise().apply([{ row: samples[0]!.row }, other], { columns: [] })],
      ['mixup', () => mixup().apply([{ row: samples[0]!.row }, other], { share: 1 })],
    ] as const) {
      await expectError(apply, ShapeError, `${name}: \`row\` must have shape [3]; received [2].`);
    }
  });
});

const table = rowsOf([8, 3], 2, 1);
it.each([
  [() => smote({ neighbors: 0 }), 'smote: `neighbors` must be an integer of at least 1; received 0.'],
  [
    () => smote().draw(RandomStream.fromSeed(1), table),
    'smote: `table` must have more than 5 rows of class 1, so that each has as many neighbors; received 3. Ask for fewer neighbors, or leave the class out of `rows`.',
  ],
  [
    () => smote({ neighbors: 1, rows: { 0: 4 } }).draw(RandomStream.fromSeed(1), table),
    'smote: `rows` must be at least 8 for class 0, as many as there are; received 4.',
  ],
  [
    () => smote({ neighbors: 1, categorical: [0, 1] }).draw(RandomStream.fromSeed(1), table),
    'smote: `categorical` must be some but not all of the columns 0 to 1; received 0, 1.',
  ],
  [
    () =>
      adasyn({ neighbors: 2 }).draw(
        RandomStream.fromSeed(1),
        tableOf([0, 1, 2, 3, 4, 90, 91, 92], [0, 0, 0, 0, 0, 1, 1, 1], 1),
      ),
    'adasyn: `table` must have rows of class 1 with neighbors of other classes; received none. The class lies apart: take smote.',
  ],
  [
    () => featureNoise({ deviation: [-1] }),
    'featureNoise: `deviation` must be a finite number of at least 0; received -1.',
  ],
  [() => categoryDropout({ columns: 3 } as never), 'categoryDropout: `columns` must be a list of columns; received 3.'],
  [() => smote({ categorical: 1 } as never), 'smote: `categorical` must be a list of columns; received 1.'],
  [
    () => adasyn({ rows: [4] } as never),
    'adasyn: `rows` must be a record of how many rows each class shall have; received [4].',
  ],
  [() => categoryDropout({ columns: [] }), 'categoryDropout: `columns` must be at least one; received none.'],
  [
    () => categoryDropout({ columns: [9] }).row(hostArray(new Float32Array(2)), { dropped: [9] }),
    'categoryDropout: `columns` must be an integer from 0 to 1; received 9.',
  ],
  [
    () => swapNoise({ rate: 2 }),
    'swapNoise: `rate` must be a finite number of at least 0 and of at most 1; received 2.',
  ],
])('refuses %#', async (run, message) => {
  await expectError(run, ArgumentError, message);
});

it.each([
  [
    () =>
      smote().draw(RandomStream.fromSeed(1), { x: hostArray(new Float32Array(3)), y: hostArray(new Int32Array(3)) }),
    'smote: `x` must have shape [rows, columns]; received [3].',
  ],
  [
    () => adasyn().draw(RandomStream.fromSeed(1), { x: table.x, y: hostArray(new Int32Array(3)) }),
    'adasyn: `y` must have shape [11], a class for each row; received [3].',
  ],
  [
    () => featureNoise({ deviation: [1, 2] }).row(hostArray(new Float32Array(3)), { seed: 1 }),
    'featureNoise: `row` must have 2 columns, as many as deviations; received 3.',
  ],
])('refuses shape %#', async (run, message) => {
  await expectError(run, ShapeError, message);
});
