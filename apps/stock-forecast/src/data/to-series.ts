import { count } from '@neurite/command-kit/words';
import { ArgumentError } from '@neurite/core/errors';
import type { ColumnTable } from '@neurite/data';
import type { FoundColumns } from './find-columns.js';
import type { Series } from './series.js';
import { timesOf } from './times-of.js';

/** Fewer values leave nothing to test on. */
const LEAST = 60;

/**
 * The series of a table, each in the order of time.
 *
 * @param alone the name of a series that no column tells from others
 * @param notes gets what was left out or put in order
 * @throws ArgumentError for values that are not above 0, two values of one time, a date column without dates, and where no
 *   series is long enough or one never changes
 */
export function toSeries(
  table: ColumnTable,
  columns: FoundColumns,
  { alone, notes, where }: { readonly alone: string; readonly notes: string[]; readonly where: string },
): readonly Series[] {
  const times = timesOf(table.columns[columns.date]!);
  if (times === undefined) {
    throw new ArgumentError({ where, argument: '--date', expected: 'be a column of dates', received: columns.date });
  }
  const values = table.columns[columns.value]!.values as Float64Array; // of numbers, as was checked
  const rows = new Map<string, number[]>();
  let missing = 0;
  for (let row = 0; row < table.size; row++) {
    if (Number.isNaN(times[row]) || Number.isNaN(values[row])) {
      missing++;
      continue;
    }
    if (values[row]! <= 0 || !Number.isFinite(values[row])) {
      const problem = `row ${row + 1} has ${values[row]} in ${columns.value}, and log returns need values above 0`;
      throw new ArgumentError({ where, problem });
    }
    const name = nameOf(table, columns.series, row) ?? alone;
    const own = rows.get(name) ?? [];
    own.push(row);
    rows.set(name, own);
  }
  if (missing > 0) notes.push(`${count(missing)} rows without a date or a value were left out.`);
  const all = [...rows].map(([name, own]) => inOrder(name, own, { times, values, notes, where }));
  const long = all.filter(({ values: { length } }) => length >= LEAST);
  for (const {
    name,
    values: { length },
  } of all) {
    if (length < LEAST) notes.push(`${name} was left out: it has ${length} values, and ${LEAST} are needed.`);
  }
  if (long.length > 0) return long;
  const received = `${Math.max(0, ...all.map(({ values: { length } }) => length))} in the longest`;
  throw new ArgumentError({ where, argument: '--data', expected: `have series of at least ${LEAST} values`, received });
}

function nameOf(table: ColumnTable, series: string | undefined, row: number): string | undefined {
  if (series === undefined) return undefined;
  const column = table.columns[series]!;
  const cell = column.values[row] ?? '';
  return column.type === 'category' ? column.categories![Number(cell)] : String(cell);
}

function inOrder(
  name: string,
  rows: readonly number[],
  all: {
    readonly times: Float64Array;
    readonly values: Float64Array;
    readonly notes: string[];
    readonly where: string;
  },
): Series {
  const ordered = [...rows].sort((a, b) => all.times[a]! - all.times[b]!);
  if (ordered.some((row, i) => row !== rows[i])) all.notes.push(`The rows of ${name} were put in the order of time.`);
  const times = Float64Array.from(ordered, (row) => all.times[row]!);
  const values = Float64Array.from(ordered, (row) => all.values[row]!);
  const twice = times.findIndex((time, i) => i > 0 && time === times[i - 1]);
  if (twice > 0) {
    throw new ArgumentError({
      where: all.where,
      problem: `rows ${ordered[twice - 1]! + 1} and ${ordered[twice]! + 1} of ${name} have the same time`,
      advice: 'Where they belong to several series, name the column that tells these apart with --series',
    });
  }
  if (values.every((value) => value === values[0])) {
    throw new ArgumentError({ where: all.where, problem: `${name} never changes: there is nothing to forecast` });
  }
  return { name, times, values, logs: values.map(Math.log) };
}
