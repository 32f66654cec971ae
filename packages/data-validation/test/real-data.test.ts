import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type ColumnTable, fromArrays, fromRecords, split } from '@neurite/data';
import { mnist } from '@neurite/data/mnist';
import { parseCsv } from '@neurite/data/parse-csv';
import { describe, expect, it } from 'vitest';
import { examine } from '../src/index.js';
import { range, someRows, takeRows } from './support/tables.js';

/** A file of the package of data sets. */
function read(name: string): string {
  const index = createRequire(import.meta.url).resolve('vega-datasets');
  return readFileSync(index.replace(/build.index\.js$/, `data/${name}`), 'utf8');
}

const kindsOf = ({ findings }: Awaited<ReturnType<typeof examine>>): string[] => [
  ...new Set(findings.map(({ kind, column }) => `${kind}${column === undefined ? '' : ` ${column}`}`)),
];

describe('real data', () => {
  it('penguins: in the order of their species', async () => {
    const penguins: ColumnTable = fromRecords(JSON.parse(read('penguins.json')));
    const examination = await examine(penguins, { target: 'Species' });
    expect(kindsOf(examination)).toEqual(['ordered-rows Species']);
    expect(examination.train.columns.find(({ name }) => name === 'Sex')).toMatchObject({ missing: 10, distinct: 3 });
  });

  describe('S&P 500', async () => {
    const { table } = await parseCsv(read('sp500-2000.csv'));
    const last = Math.floor(0.8 * table.size);
    const options = { target: 'close' };

    it('split by time: everything shifts, and nothing leaks from the future', async () => {
      const examination = await examine(
        takeRows(table, range(0, last)),
        takeRows(table, range(last, table.size)),
        options,
      );
      expect(kindsOf(examination)).toEqual(
        expect.arrayContaining([
          'feature-shift volume',
          'label-shift close',
          'joint-shift',
          'telling-feature adjclose',
        ]),
      );
      expect(kindsOf(examination)).not.toContain('time-leakage date');
      expect(examination.shift!.joint!.low).toBeGreaterThan(0.9);
      expect(examination.assumptions[0]).toContain('`date` says when a row was observed');
    });

    it('split at random: nothing shifts, and train knows the future', async () => {
      const order = someRows(table.size, table.size);
      const examination = await examine(
        takeRows(table, order.slice(0, last)),
        takeRows(table, order.slice(last)),
        options,
      );
      expect(examination.findings.filter(({ family }) => family === 'shift')).toEqual([]);
      const leak = examination.findings.find(({ kind }) => kind === 'time-leakage');
      expect(leak).toMatchObject({ column: 'date', severity: 'error' });
      expect(leak!.value).toBeGreaterThan(0.99);
    });
  });

  it('digits: nothing to complain of', async () => {
    const parts = await split(
      fromArrays(await mnist()),
      { train: 0.8, test: 0.2 },
      { seed: 7, stratify: ({ y }) => y.data[0]! },
    );
    const examination = await examine(parts.train, parts.test);
    expect(kindsOf(examination)).toEqual([]);
  });
});
