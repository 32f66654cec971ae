import { parseCsv } from '@neurite/data/parse-csv';
import { describe, expect, it } from 'vitest';
import { findColumns } from '../src/data/find-columns.js';
import { loadSeries } from '../src/data/load-series.js';
import { stepOf } from '../src/data/step.js';
import { toSeries } from '../src/data/to-series.js';
import { volatility } from '../src/data/volatility.js';
import { walk } from './support/series.js';

const DAY = 86_400_000;
const day = (text: string): number => Date.parse(`${text}T00:00:00Z`);

describe('series that are built in', () => {
  it('are the days of the S&P 500', async () => {
    const { series, step, notes } = await loadSeries('sp500');
    const [{ name, times, values }] = series as [(typeof series)[0]];
    expect([name, values.length, values[0], step.name, step.season]).toEqual(['S&P 500', 5105, 1455.219971, 'day', 5]);
    expect([times[0], times.at(-1)]).toEqual([day('2000-01-03'), day('2020-04-17')]);
    expect(notes).toEqual([]);
  });

  it('are five stocks by months', async () => {
    const { series, step } = await loadSeries('stocks');
    expect(series.map(({ name, values }) => [name, values.length])).toEqual([
      ['MSFT', 123],
      ['AMZN', 123],
      ['IBM', 123],
      ['GOOG', 68],
      ['AAPL', 123],
    ]);
    expect([step.name, step.season, series[0]!.times[1]]).toEqual(['month', 12, day('2000-02-01')]);
  });
});

describe('columns', () => {
  const find = async (header: string, asked = {}) =>
    findColumns((await parseCsv(`${header}\n2020-01-06,1.5,2.5,up\n2020-01-07,1.6,2.6,down\n`)).table, asked, 'it');

  it('are found by their names and types, or asked for', async () => {
    expect(await find('when,open,Adj Close,note')).toEqual({ date: 'when', value: 'Adj Close', series: undefined });
    expect(await find('date,open,close,symbol')).toEqual({ date: 'date', value: 'close', series: 'symbol' });
    expect(await find('date,a,b,c', { value: 'b' })).toMatchObject({ value: 'b' });
  });

  it.each([
    ['date,a,b,c', {}, 'none of the columns a and b is known to hold the values. Name it with --value.'],
    ['date,a,b,c', { value: 'd' }, '`--value` must be a column of the file: date, a, b and c; received d.'],
    ['date,a,b,c', { value: 'c' }, '`--value` must be a column of numbers; received c, a'],
  ])('of %s with %o are refused', async (header, asked, message) => {
    await expect(find(header, asked)).rejects.toThrow(message);
  });
});

describe('a table', () => {
  const read = async (rows: readonly string[]) => {
    const notes: string[] = [];
    const { table } = await parseCsv(`date,close\n${rows.join('\n')}\n`);
    const columns = { date: 'date', value: 'close', series: undefined };
    return { series: toSeries(table, columns, { alone: 'it', notes, where: 'it' }), notes };
  };
  const rows = Array.from({ length: 70 }, (_, i) => `${new Date(i * DAY).toISOString().slice(0, 10)},${10 + (i % 7)}`);

  it('becomes series in the order of time, without rows that lack something', async () => {
    const { series, notes } = await read([...rows.toReversed(), '1975-01-01,NA']);
    expect([...series[0]!.times.subarray(0, 2)]).toEqual([0, DAY]);
    expect(notes).toEqual([
      '1 rows without a date or a value were left out.',
      'The rows of it were put in the order of time.',
    ]);
  });

  it.each([
    [[...rows, '1975-01-01,0'], 'row 71 has 0 in close, and log returns need values above 0.'],
    [[...rows, '1970-01-01,5'], 'rows 1 and 71 of it have the same time.'],
    [rows.slice(0, 20), '`--data` must have series of at least 60 values; received 20 in the longest.'],
    [rows.map((row) => row.replace(/,\d+$/, ',5')), 'it never changes: there is nothing to forecast.'],
  ])('is refused where it cannot be forecast', async (own, message) => {
    await expect(read(own)).rejects.toThrow(message);
  });
});

describe('steps', () => {
  it.each([
    [Array.from(walk(30).times), 'day', 5, day('2020-02-14'), day('2020-02-17')],
    [[0, 1, 2, 3, 4, 5, 6].map((i) => i * DAY), 'day', 7, day('2020-02-14'), day('2020-02-15')],
    [[0, 7, 14].map((i) => i * DAY), 'week', 52, 0, 7 * DAY],
    [[0, 31, 59, 90].map((i) => i * DAY), 'month', 12, day('2020-01-31'), day('2020-02-29')],
    [[0, 90, 181].map((i) => i * DAY), 'quarter', 4, day('2020-01-31'), day('2020-04-30')],
    [[0, 365, 731].map((i) => i * DAY), 'year', 1, day('2020-02-29'), day('2021-02-28')],
    [[0, 0.5, 1].map((i) => i * DAY), 'step', 1, 0, DAY / 2],
  ])('of %o are each a %s', (times, name, season, from, to) => {
    const step = stepOf(Float64Array.from(times));
    expect([step.name, step.season, step.next(from)]).toEqual([name, season, to]);
  });
});

it('volatility follows returns, and knows none that come later', () => {
  const { logs } = walk(200);
  const all = volatility(logs);
  expect(volatility(logs.slice(0, 100))).toEqual(all.slice(0, 100));
  expect(all[0]).toBe(0);
  expect(all.at(-1)).toBeGreaterThan(0.005);
  expect(all.at(-1)).toBeLessThan(0.02);
  // Two returns: (0.94 · 0.1² + 0.2²) / 1.94.
  expect(volatility(Float64Array.of(0, 0.1, 0.3))[2]).toBeCloseTo(Math.sqrt(0.0494 / 1.94), 12);
});
