import type { Estimator, Table } from '@neurite/core';
import { RandomStream } from '@neurite/core';
import { describe, expect, it } from 'vitest';
import { type ExaminedColumn, examine } from '../src/index.js';
import { onlyFound } from './support/found.js';
import { cleanTable, numbers, range, someRows, takeRows, withColumns } from './support/tables.js';

const target = { target: 'label' };

/** The mean of each class, and probabilities by the distance from it. */
const nearestMean: Estimator = {
  name: 'nearestMean',
  fit: (x, y) => {
    const means = [0, 1].map((label) => {
      const rows = range(0, x.rows).filter((row) => y[row] === label);
      return range(0, x.columns).map(
        (c) => rows.reduce((sum, row) => sum + x.data[row * x.columns + c]!, 0) / rows.length,
      );
    });
    const predictProbabilities = (other: Table) =>
      Float64Array.from({ length: 2 * other.rows }, (_, i) => {
        const row = i >> 1;
        const [a, b] = means.map((mean) =>
          mean.reduce((sum, m, c) => sum + (other.data[row * other.columns + c]! - m) ** 2, 0),
        ) as [number, number];
        const second = 1 / (1 + Math.exp(b - a));
        return i % 2 === 1 ? second : 1 - second;
      });
    return {
      name: 'nearestMean',
      predict: () => new Float64Array(),
      predictProbabilities,
      save: () => ({ json: { kind: '', version: 1 }, arrays: {} }),
    };
  },
  restore: () => {
    throw new Error('not used');
  },
};

describe('label-errors', () => {
  it('finds 5 % of wrong labels among 1,000 rows, the surest first', async () => {
    const clean = cleanTable(1000, 21);
    const wrong = new Set(someRows(1000, 50));
    const label = clean.columns.label!;
    const values = (label.values as Float64Array).map((code, row) => (wrong.has(row) ? 1 - code : code));
    const flipped = withColumns(clean, { label: { ...label, values } as ExaminedColumn });
    const found = await onlyFound('label-errors', flipped, target);
    expect(found.rows.slice(0, 15).filter((row) => wrong.has(row)).length).toBeGreaterThanOrEqual(13);
    expect(found.rows.filter((row) => wrong.has(row)).length).toBeGreaterThan(25);
    expect(found.sentence).toMatch(
      /^\d+ labels \(\d\.\d %\) are probably wrong.*row \d+, for example, is labelled (yes and looks like no|no and looks like yes)\.$/,
    );
    const own = await onlyFound('label-errors', flipped, { ...target, estimator: nearestMean, level: 0.5 });
    expect(own.rows).not.toEqual(found.rows);
  });

  it('refuses an estimator without probabilities', async () => {
    const { name, restore } = nearestMean;
    const fit: Estimator['fit'] = () => ({
      name,
      predict: () => new Float64Array(),
      save: () => ({ json: { kind: '', version: 1 }, arrays: {} }),
    });
    await expect(examine(cleanTable(200, 1), { ...target, estimator: { name, restore, fit } })).rejects.toThrow(
      'examine: `estimator` must predict probabilities of classes; received nearestMean, which does not.',
    );
  });
});

describe('near duplicates', () => {
  it.each([
    ['all pairs', 400, 12],
    ['grids', 6000, 120],
  ])('are found by %s, within and between', async (_, rows, copies) => {
    const clean = cleanTable(rows, 7);
    const random = RandomStream.fromSeed(3);
    const nearly = (of: readonly number[]) => {
      const { columns } = takeRows(clean, of);
      const shaken = Object.entries(columns).map(([name, column]): [string, ExaminedColumn] =>
        column.type === 'number'
          ? [name, numbers((column.values as Float64Array).map((value) => value * (1 + 1e-3 * random.normal())))]
          : [name, column],
      );
      return { columns: Object.fromEntries(shaken) };
    };
    const originals = someRows(rows, copies);
    const shaken = nearly(originals);
    const joined = Object.fromEntries(
      Object.entries(clean.columns).map(([name, column]) => [
        name,
        {
          ...column,
          values: Float64Array.from([
            ...(column.values as Float64Array),
            ...(shaken.columns[name]!.values as Float64Array),
          ]),
        } as ExaminedColumn,
      ]),
    );
    const within = await onlyFound('near-duplicates', { columns: joined }, target);
    expect(within.rows.filter((row) => row >= rows).length).toBeGreaterThan(0.8 * copies);
    expect(within.rowCount).toBeLessThan(1.1 * copies);
    const test = nearly(someRows(rows, rows / 2, 5));
    const between = await onlyFound('near-duplicates-in-test', clean, { ...target, test });
    expect(between.value).toBeGreaterThan(0.8);
  });
});

describe('outlier-rows', () => {
  it('finds ordinary values in an unusual combination', async () => {
    const clean = cleanTable(500, 9);
    const random = RandomStream.fromSeed(4);
    const a = clean.columns.a!.values as Float64Array;
    const twin = a.map((value) => value + 0.2 * random.normal());
    const row = a.findIndex((value) => value > 1.2);
    twin[row] = -1.5;
    const found = await onlyFound('outlier-rows', withColumns(clean, { twin: numbers(twin) }), target);
    expect(found).toMatchObject({ rows: [row], severity: 'note' });
  });
});

describe('learning-curve', () => {
  it('says what twice as many rows would bring, as a finding where that is much', async () => {
    const { checks } = await examine(cleanTable(400, 7), undefined, target);
    expect(checks.find(({ kind }) => kind === 'learning-curve')!.remark).toMatch(
      /^The error of a quick model is .* with 33 rows, .* with 266 rows; twice as many would bring about .* %\.$/,
    );
    const random = RandomStream.fromSeed(5);
    const columns = Object.fromEntries(range(0, 60).map((i) => [`c${i}`, numbers(random.normals(600))]));
    const label = range(0, 600).map((row) =>
      range(0, 60).reduce((sum, i) => sum + Number(columns[`c${i}`]!.values[row]), 0) > 0 ? 'up' : 'down',
    );
    const found = await onlyFound(
      'learning-curve',
      { columns: { ...columns, label: { type: 'text', values: label } } },
      target,
    );
    expect(found.value).toBeGreaterThan(0.02);
  });
});

describe('joint-shift', () => {
  it('is found where each column alone is the same', async () => {
    const [train, test] = [cleanTable(600, 7), cleanTable(500, 8)];
    const random = RandomStream.fromSeed(6);
    const together = (table: typeof train, sign: number) => {
      const a = table.columns.a!.values as Float64Array;
      return withColumns(table, { other: numbers(a.map((value) => 0.8 * sign * value + 0.6 * random.normal())) });
    };
    const options = { target: 'label', along: ['unstable-correlation'] };
    const found = await onlyFound('joint-shift', together(train, 1), { ...options, test: together(test, -1) });
    expect(found.value).toBeGreaterThan(0.8);
  });
});
