import { describe, expect, it } from 'vitest';
import { type ExaminedColumns, examine, type Finding } from '../src/index.js';
import { cleanTable, numbers, range, someRows, takeRows, withColumns } from './support/tables.js';

const clean = cleanTable(400, 7);
const target = { target: 'label' };

async function findings(train: ExaminedColumns, test?: ExaminedColumns): Promise<readonly Finding[]> {
  return (await examine(train, test, target)).findings;
}

/** What was found of a kind: the only finding. */
async function only(kind: string, train: ExaminedColumns, test?: ExaminedColumns): Promise<Finding> {
  const found = await findings(train, test);
  expect(found.map((one) => one.kind)).toEqual([kind]);
  return found[0]!;
}

describe('findings about columns', () => {
  it('are none of clean data', async () => {
    expect(await findings(clean)).toEqual([]);
    expect(await findings(clean, cleanTable(150, 8))).toEqual([]);
  });

  it('missing-values', async () => {
    const gone = new Set(someRows(400, 24));
    const a = numbers(
      clean.columns.a!.values.map((value, row) => (gone.has(row) ? Number.NaN : Number(value))) as number[],
    );
    const found = await only('missing-values', withColumns(clean, { a }));
    expect(found).toMatchObject({ column: 'a', value: 0.06, threshold: 0.05, rowCount: 24, severity: 'warning' });
    expect(found.rows).toEqual([...gone].sort((x, y) => x - y));
    expect(found.sentence).toBe('`a` has no value in 24 rows of 400 (6.0 %).');
    const texts = range(0, 400).map((row) => (row % 10 === 0 ? null : `word ${row % 3}`));
    expect((await only('missing-values', withColumns(clean, { text: { type: 'text', values: texts } }))).value).toBe(
      0.1,
    );
  });

  it('infinite-values', async () => {
    const a = clean.columns.a!.values.slice() as Float64Array;
    a[17] = Number.NEGATIVE_INFINITY;
    const found = (await findings(withColumns(clean, { a: numbers(a) }))).find(
      ({ kind }) => kind === 'infinite-values',
    );
    expect(found).toMatchObject({ column: 'a', rows: [17], severity: 'error' });
  });

  it('constant-column and nearly-constant-column', async () => {
    const ones = new Float64Array(400).fill(1);
    const found = await only('constant-column', withColumns(clean, { unit: numbers(ones) }));
    expect(found.sentence).toBe('`unit` is 1 in every row that has a value.');
    ones[33] = 2;
    const nearly = await only('nearly-constant-column', withColumns(clean, { unit: numbers(ones) }));
    expect(nearly).toMatchObject({ column: 'unit', rows: [33], value: 0.9975 });
    const words = { type: 'text' as const, values: range(0, 400).map(() => 'kg') };
    expect((await only('constant-column', withColumns(clean, { words }))).sentence).toContain('`words` is kg in');
  });

  it.each<[string, Parameters<typeof withColumns>[1]]>([
    ['counting up', { id: numbers(range(1000, 1400)) }],
    ['a permutation', { id: numbers(someRows(400, 400)) }],
    ['growing', { id: numbers(range(0, 400).map((row) => 1e6 * row + ((row * row) % 97))) }],
    ['names', { id: { type: 'text', values: range(0, 400).map((row) => `patient-${row * 31}`) } }],
  ])('identifier-column, %s', async (_, columns) => {
    expect(await only('identifier-column', withColumns(clean, columns))).toMatchObject({ column: 'id', value: 1 });
  });

  it('duplicate-column', async () => {
    const twice = numbers((clean.columns.b!.values as Float64Array).map((value) => 3 - 2 * value));
    const found = await only('duplicate-column', withColumns(clean, { twice }));
    expect(found).toMatchObject({ column: 'twice', sentence: '`twice` says the same as `b`.' });
  });
});

describe('findings about duplicates', () => {
  it('duplicate-rows, beside an identifier', async () => {
    const repeated = takeRows(clean, [...range(0, 400), 5, 9, 9]);
    const found = await only('duplicate-rows', repeated);
    expect(found).toMatchObject({ rows: [400, 401, 402], threshold: 0.005, severity: 'warning' });
    expect(found.value).toBeCloseTo(3 / 403, 12);
    const named = await findings(withColumns(repeated, { id: numbers(range(0, 403)) }));
    expect(named.map(({ kind }) => kind)).toEqual(['identifier-column', 'duplicate-rows']);
  });

  it('duplicates-in-test', async () => {
    const test = takeRows(cleanTable(150, 8), range(0, 150));
    const leaked = Object.fromEntries(
      Object.entries(test.columns).map(([name, column]) => {
        const values = (column.values as Float64Array).slice();
        values[42] = clean.columns[name]!.values[300] as number;
        return [name, { ...column, values }];
      }),
    ) as ExaminedColumns['columns'];
    const found = await only('duplicates-in-test', clean, { columns: leaked });
    expect(found).toMatchObject({ part: 'test', rows: [42], severity: 'error' });
    expect(found.sentence).toBe('1 test row of 150 (0.67 %) is in train, too.');
  });

  it('are not rows that repeat because values are few', async () => {
    const few = (seed: number) => {
      const { kind, label } = cleanTable(400, seed).columns;
      return { columns: { kind, label } as ExaminedColumns['columns'] };
    };
    expect(await findings(few(3), few(4))).toEqual([]);
  });
});
