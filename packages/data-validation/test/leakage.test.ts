import { describe, expect, it } from 'vitest';
import { type ExaminedColumn, examine } from '../src/index.js';
import { onlyFound } from './support/found.js';
import { cleanTable, numbers, range, someRows, takeRows, withColumns } from './support/tables.js';

const clean = cleanTable(400, 7);
const test = cleanTable(200, 8);
const labels = clean.columns.label!.values as Float64Array;
const target = { target: 'label' };

describe('findings about leakage', () => {
  it('telling-feature of a class, by a number and by a word', async () => {
    const flipped = new Set(someRows(400, 4));
    const told = labels.map((label, row) => (flipped.has(row) ? 1 - label : label));
    const amount = numbers(told.map((label, row) => 10 * label + (row % 7)));
    const found = await onlyFound('telling-feature', withColumns(clean, { amount }), target);
    expect(found).toMatchObject({ column: 'amount', severity: 'error' });
    expect(found.value).toBeGreaterThan(0.95);
    const word: ExaminedColumn = {
      type: 'text',
      values: [...told].map((label, row) => `${label === 1 ? 'paid' : 'open'} ${row % 3}`),
    };
    expect((await onlyFound('telling-feature', withColumns(clean, { word }), target)).column).toBe('word');
  });

  it('telling-feature of a number, straight and curved', async () => {
    const a = clean.columns.a!.values as Float64Array;
    const twice = numbers(a.map((value, row) => 2 * value + 0.05 * Math.sin(row)));
    const both = await examine(withColumns(clean, { twice }), { target: 'a' });
    expect(both.findings).toMatchObject([{ kind: 'telling-feature', column: 'twice' }]);
    const many = cleanTable(4000, 2);
    const curved = numbers((many.columns.a!.values as Float64Array).map((value) => Math.exp(-value)));
    expect((await onlyFound('telling-feature', withColumns(many, { curved }), { target: 'a' })).column).toBe('curved');
  });

  it('telling-missingness of classes and of numbers', async () => {
    let turn = 0;
    const gone = (tells: (row: number) => boolean) =>
      withColumns(clean, {
        b: numbers(
          (clean.columns.b!.values as Float64Array).map((value, row) =>
            tells(row) && turn++ % 2 === 0 ? Number.NaN : value,
          ),
        ),
      });
    const options = { ...target, along: ['missing-values'] };
    expect(
      await onlyFound(
        'telling-missingness',
        gone((row) => labels[row] === 1),
        options,
      ),
    ).toMatchObject({ column: 'b' });
    const a = clean.columns.a!.values as Float64Array;
    const found = await onlyFound(
      'telling-missingness',
      gone((row) => a[row]! > 0),
      { target: 'a', along: ['missing-values'] },
    );
    expect(found.sentence).toMatch(/^Whether `b` is missing goes with `a` \(Kolmogorov–Smirnov statistic/);
  });

  it('shared-groups', async () => {
    const grouped = (table: typeof clean, first: number, rows: number) =>
      withColumns(table, { patient: numbers(range(0, rows).map((row) => first + (row % 40))) });
    const found = await onlyFound('shared-groups', grouped(clean, 0, 400), {
      ...target,
      groups: 'patient',
      test: grouped(test, 38, 200),
    });
    expect(found).toMatchObject({ column: 'patient', severity: 'error', rowCount: 10, value: 0.05 });
    expect(found.sentence).toBe('2 groups of `patient` have rows in train, too: 5.0 % of test.');
    const { findings } = await examine(grouped(clean, 0, 400), grouped(test, 40, 200), {
      ...target,
      groups: 'patient',
    });
    expect(findings).toEqual([]);
  });

  it('time-leakage', async () => {
    const dated = (table: typeof clean, days: readonly number[]) =>
      withColumns(table, { day: { type: 'date', values: Float64Array.from(days, (day) => day * 864e5) } });
    const days = someRows(600, 600);
    const random = await onlyFound('time-leakage', dated(clean, days.slice(0, 400)), {
      ...target,
      test: dated(test, days.slice(400)),
    });
    expect(random.value).toBeGreaterThan(0.95);
    const { findings } = await examine(dated(clean, range(0, 400)), dated(test, range(400, 600)), target);
    expect(findings).toEqual([]);
  });

  it('ordered-rows of classes and of numbers', async () => {
    const sorted = (name: string) =>
      takeRows(
        clean,
        range(0, 400).toSorted(
          (x, y) => Number(clean.columns[name]!.values[x]) - Number(clean.columns[name]!.values[y]),
        ),
      );
    expect(await onlyFound('ordered-rows', sorted('label'), target)).toMatchObject({ severity: 'note' });
    expect((await onlyFound('ordered-rows', sorted('a'), { target: 'a' })).value).toBeGreaterThan(0.9);
  });
});

describe('findings about correlations', () => {
  it('spurious-correlation of a nuisance', async () => {
    const camera = {
      type: 'text',
      values: [...labels].map((label, row) => (row % 5 === 0 ? 'north' : label === 1 ? 'north' : 'south')),
    } as const;
    const found = await onlyFound('spurious-correlation', withColumns(clean, { camera }), {
      ...target,
      nuisance: ['camera'],
    });
    expect(found.column).toBe('camera');
    const { findings } = await examine(clean, { ...target, nuisance: ['kind'] });
    expect(findings).toEqual([]);
  });

  it('unstable-correlation', async () => {
    const turned = withColumns(test, { a: numbers((test.columns.a!.values as Float64Array).map((value) => -value)) });
    const found = await onlyFound('unstable-correlation', clean, { ...target, test: turned });
    expect(found.column).toBe('a');
    expect(found.value).toBeGreaterThan(0.8);
  });
});
