import { createRequire } from 'node:module';
import { basename, dirname, extname, join } from 'node:path';
import { readCsv } from '@neurite/data/read-csv';
import { type ColumnOptions, findColumns } from './find-columns.js';
import type { SeriesSet } from './series.js';
import { stepOf } from './step.js';
import { toSeries } from './to-series.js';

/** Series of the npm package `vega-datasets`, by the name under which `--data` takes them. */
const BUILT_IN: Readonly<Record<string, { readonly file: string; readonly name: string; readonly source: string }>> = {
  sp500: {
    file: 'sp500-2000.csv',
    name: 'S&P 500',
    source: 'the S&P 500 from 2000 to April 2020, closing prices of days, from the npm package vega-datasets',
  },
  stocks: {
    file: 'stocks.csv',
    name: 'stocks',
    source: 'five stocks from 2000 to 2010, months, from the npm package vega-datasets',
  },
};

/**
 * Reads the series of a file, or those that come with the npm package `vega-datasets`.
 *
 * @param data `sp500`, `stocks`, or the path of a CSV file
 * @throws ArgumentError, FormatError as `readCsv`, `findColumns` and `toSeries`
 */
export async function loadSeries(data: string, asked: ColumnOptions = {}): Promise<SeriesSet> {
  const own = BUILT_IN[data];
  const path = own === undefined ? data : join(folderOfDataSets(), own.file);
  const { table } = await readCsv(path);
  const notes: string[] = [];
  const where = own === undefined ? basename(path) : data;
  const columns = findColumns(table, asked, where);
  // A series that is alone is called as its file.
  const alone = own?.name ?? basename(path, extname(path));
  const series = toSeries(table, columns, { alone, notes, where });
  if (own === undefined) {
    const names = columns.series === undefined ? '' : `, series by ${columns.series}`;
    notes.unshift(`Times are taken from ${columns.date}, values from ${columns.value}${names}.`);
  }
  const longest = series.reduce((a, b) => (b.times.length > a.times.length ? b : a));
  return { source: own?.source ?? basename(path), step: stepOf(longest.times), series, notes };
}

/** Beside the folder of the main file. */
function folderOfDataSets(): string {
  return join(dirname(createRequire(import.meta.url).resolve('vega-datasets')), '..', 'data');
}
