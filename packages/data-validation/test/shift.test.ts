import { describe, expect, it } from 'vitest';
import { type ExaminedColumn, examine } from '../src/index.js';
import { onlyFound } from './support/found.js';
import { cleanTable, someRows, withColumns } from './support/tables.js';

/** What shifts is told by a classifier, too, and changes what goes with the target. */
const options = { target: 'label', along: ['joint-shift'] };

describe.each([
  [300, 300],
  [3000, 2000],
])('shift between %i and %i rows', (trainRows, testRows) => {
  const train = cleanTable(trainRows, 11);
  const test = cleanTable(testRows, 12);
  const small = trainRows <= 1000;
  const moved = (name: string, change: (value: number) => number): { columns: Record<string, ExaminedColumn> } => {
    const column = test.columns[name]!;
    return withColumns(test, {
      [name]: { ...column, values: (column.values as Float64Array).map(change) } as ExaminedColumn,
    });
  };

  it('is not found where there is none', async () => {
    const { findings, shift } = await examine(train, test, { target: 'label' });
    expect(findings).toEqual([]);
    expect(shift!.columns.map(({ method }) => method)).toEqual(
      small
        ? ['kolmogorovSmirnov', 'kolmogorovSmirnov', 'kolmogorovSmirnov', 'kolmogorovSmirnov', 'chiSquared']
        : ['wasserstein', 'wasserstein', 'wasserstein', 'wasserstein', 'jensenShannon'],
    );
  });

  it('feature-shift of location and of scale', async () => {
    const shifted = await onlyFound('feature-shift', train, { ...options, test: moved('a', (value) => value + 0.5) });
    expect(shifted).toMatchObject({ column: 'a', part: 'test' });
    const wider = await onlyFound('feature-shift', train, {
      ...options,
      test: moved('b', (value) => 5 + 2 * (value - 5)),
    });
    expect(wider.column).toBe('b');
    expect(wider.pValue).toBeLessThan(0.01);
  });

  it('feature-shift of categories', async () => {
    let turn = 0;
    const other = moved('kind', (code) => (code === 0 && turn++ % 3 === 0 ? 2 : code));
    expect((await onlyFound('feature-shift', train, { ...options, test: other })).sentence).toContain(
      '`kind` has other shares of its values',
    );
  });

  it('missing-shift', async () => {
    const gone = new Set(someRows(testRows, Math.round(0.045 * testRows)));
    const values = (test.columns.a!.values as Float64Array).map((value, row) => (gone.has(row) ? Number.NaN : value));
    const found = await onlyFound('missing-shift', train, {
      ...options,
      test: withColumns(test, { a: { type: 'number', values } }),
    });
    expect(found.sentence).toMatch(/^`a` is missing in 0 % of train and 4\.\d % of test\.$/);
  });

  it('new-categories', async () => {
    const rows = someRows(testRows, Math.round(0.015 * testRows)).sort((a, b) => a - b);
    const values = (test.columns.kind!.values as Float64Array).slice();
    for (const row of rows) values[row] = 3;
    const categories = ['red', 'green', 'blue', 'violet'];
    const found = await onlyFound('new-categories', train, {
      ...options,
      test: withColumns(test, { kind: { type: 'category', values, categories } }),
    });
    expect(found).toMatchObject({ rows, column: 'kind' });
    expect(found.sentence).toContain('that train does not have: violet.');
  });

  it('label-shift', async () => {
    let turn = 0;
    const found = await onlyFound('label-shift', train, {
      ...options,
      test: moved('label', (code) => (turn++ % 3 === 0 ? 0 : code)),
    });
    expect(found.column).toBe('label');
  });
});
