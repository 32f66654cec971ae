import { describe, expect, it } from 'vitest';
import { type ExaminedColumn, examine } from '../src/index.js';
import { onlyFound } from './support/found.js';
import { cleanTable, range, someRows, takeRows, withColumns } from './support/tables.js';

const clean = cleanTable(400, 7);
const options = { target: 'label', along: ['ordered-rows'] };
const labels = clean.columns.label!.values as Float64Array;
const withLabels = (values: ArrayLike<number>, categories = ['no', 'yes']) =>
  withColumns(clean, { label: { type: 'category', values: Float64Array.from(values), categories } });

describe('findings about labels', () => {
  it('missing-labels', async () => {
    const found = await onlyFound(
      'missing-labels',
      withLabels(labels.map((label, row) => (row % 100 === 7 ? Number.NaN : label))),
      options,
    );
    expect(found).toMatchObject({ rows: [7, 107, 207, 307], severity: 'error', column: 'label' });
  });

  it('constant-label', async () => {
    expect((await onlyFound('constant-label', withLabels(new Float64Array(400), ['no']), options)).severity).toBe(
      'error',
    );
    const numbers: ExaminedColumn = { type: 'number', values: new Float64Array(400).fill(3) };
    await onlyFound('constant-label', withColumns(clean, { label: numbers }), options);
  });

  it('class-imbalance and small-class', async () => {
    const yes = range(0, 400).filter((row) => labels[row] === 1);
    const no = range(0, 400).filter((row) => labels[row] === 0);
    const many = cleanTable(2000, 3);
    const all = range(0, 2000).filter((row) => many.columns.label!.values[row] === 0);
    const found = await onlyFound(
      'class-imbalance',
      takeRows(many, [
        ...all,
        ...range(0, 2000)
          .filter((row) => many.columns.label!.values[row] === 1)
          .slice(0, 60),
      ]),
      options,
    );
    expect(found.value).toBeCloseTo(60 / all.length, 12);
    expect(found.sentence).toMatch(/^Class yes has 60 rows and class no has [\d,]+: 1\d(\.\d)? times as many\.$/);
    const small = await onlyFound('small-class', takeRows(clean, [...no.slice(0, 120), ...yes.slice(0, 15)]), options);
    expect(small).toMatchObject({ value: 15, rows: range(120, 135), sentence: 'Class yes has only 15 rows in train.' });
    expect((await onlyFound('small-class', withLabels(labels, ['no', 'yes', 'perhaps']), options)).sentence).toBe(
      'Class perhaps has no row in train.',
    );
  });

  it('target-errors', async () => {
    const [a, b] = [clean.columns.a!.values, clean.columns.b!.values] as readonly Float64Array[];
    const price = a!.map((value, row) => 20 + 3 * value + b![row]! + 0.1 * Math.sin(row));
    // On the other side of the mean: high for low, but not far out by themselves.
    const byDistance = range(0, 400).sort((x, y) => Math.abs(price[y]! - 25) - Math.abs(price[x]! - 25));
    const wrong = [byDistance[10]!, byDistance[20]!, byDistance[30]!];
    const given = price.map((value, row) => (wrong.includes(row) ? 50 - value : value));
    const found = await onlyFound('target-errors', withColumns(clean, { price: { type: 'number', values: given } }), {
      target: 'price',
    });
    expect([...found.rows].sort((x, y) => x - y)).toEqual(wrong.toSorted((x, y) => x - y));
    expect(found.sentence).toMatch(
      new RegExp(`^\`price\` is far from what the other columns say in 3 rows; row ${found.rows[0]}, for example, is `),
    );
    const said = Number(/looks like ([\d.]+\d)/.exec(found.sentence)?.[1]);
    expect(Math.abs(said - price[found.rows[0]!]!)).toBeLessThan(2);
  });

  it('target-errors on the logarithmic scale, and not where targets are right or few', async () => {
    const values = (clean.columns.a!.values as Float64Array).map((value, row) =>
      Math.exp(2 * value + Math.sin(row) / 9),
    );
    const cost = (of: Float64Array) => withColumns(clean, { label: { type: 'number', values: of } });
    const swapped = values.slice();
    const [least, greatest] = [swapped.indexOf(Math.min(...values)), swapped.indexOf(Math.max(...values))];
    [swapped[least], swapped[greatest]] = [swapped[greatest]!, swapped[least]!];
    expect((await onlyFound('target-errors', cost(swapped), options)).rows.toSorted((x, y) => x - y)).toEqual(
      [least, greatest].sort((x, y) => x - y),
    );
    const { findings, checks } = await examine(cost(values), { target: 'label' });
    expect(findings).toEqual([]);
    expect(checks.find(({ kind }) => kind === 'target-errors')?.status).toBe('clear');
    const few = await examine(takeRows(cost(values), range(0, 49)), { target: 'label' });
    expect(few.checks.find(({ kind }) => kind === 'target-errors')?.reason).toBe('fewer than 50 rows have a target');
  });

  it('conflicting-labels', async () => {
    const doubled = takeRows(clean, [...range(0, 400), 5, 9]);
    const turned = (doubled.columns.label!.values as Float64Array).map((label, row) =>
      row >= 400 ? 1 - label : label,
    );
    const found = await onlyFound(
      'conflicting-labels',
      withColumns(doubled, { label: { ...doubled.columns.label!, values: turned } as ExaminedColumn }),
      options,
    );
    expect(found.rows).toEqual([5, 9, 400, 401]);
  });
});

describe('findings about the number of rows', () => {
  it('few-rows-per-column', async () => {
    const found = await onlyFound('few-rows-per-column', takeRows(clean, range(0, 45)), {});
    expect(found).toMatchObject({ value: 7.5, sentence: 'There are 45 rows for 6 columns, 7.5 for each.' });
  });

  it('few-rows-per-parameter', async () => {
    const found = await onlyFound('few-rows-per-parameter', clean, { ...options, parameters: 20_000 });
    expect(found).toMatchObject({ value: 0.02, severity: 'note' });
  });
});

describe('findings about outliers', () => {
  const replaced = (name: string, rows: readonly number[], value: number): Record<string, ExaminedColumn> => {
    const values = (clean.columns[name]!.values as Float64Array).slice();
    for (const row of rows) values[row] = value;
    return { [name]: { type: 'number', values } };
  };

  it.each<[string, number]>([
    ['a', 40],
    ['b', -999],
    ['income', 1e6],
    ['income', -500],
    ['visits', 9999],
  ])('outlier-values, %s = %d', async (name, value) => {
    const rows = someRows(400, 3).sort((a, b) => a - b);
    const found = await onlyFound('outlier-values', withColumns(clean, replaced(name, rows, value)), options);
    expect([...found.rows].sort((a, b) => a - b)).toEqual(rows);
    expect(found.column).toBe(name);
  });

  it('outlier-targets', async () => {
    const found = await onlyFound('outlier-targets', withColumns(clean, replaced('a', [12], 500)), { target: 'a' });
    expect(found.rows).toEqual([12]);
  });
});
