import { list } from '@neurite/command-kit/words';
import { ArgumentError } from '@neurite/core/errors';
import type { ColumnTable } from '@neurite/data';
import { timesOf } from './times-of.js';

/** The columns that were asked for. */
export type ColumnOptions = { readonly date?: string; readonly value?: string; readonly series?: string };

export type FoundColumns = { readonly date: string; readonly value: string; readonly series: string | undefined };

const DATES = ['date', 'time', 'day', 'month', 'timestamp'];
/** Prices that allow for dividends and splits come first. */
const VALUES = ['adjclose', 'adjustedclose', 'close', 'price', 'value'];
const SERIES = ['symbol', 'ticker', 'series', 'name'];

/**
 * The columns of a table that hold the times, the values and the names of series: those asked for, else those found by
 * their names and types.
 *
 * @throws ArgumentError when one that was asked for is not there, or it cannot be told which one is meant
 */
export function findColumns(table: ColumnTable, asked: ColumnOptions, where: string): FoundColumns {
  for (const [option, name] of Object.entries(asked)) {
    if (name === undefined || Object.hasOwn(table.columns, name)) continue;
    const expected = `be a column of the file: ${list(table.names)}`;
    throw new ArgumentError({ where, argument: `--${option}`, expected, received: name });
  }
  const dates = table.names.filter((name) => timesOf(table.columns[name]!) !== undefined);
  const date = asked.date ?? choose(dates, DATES);
  if (date === undefined) throw unclear(where, 'date', 'hold the times', dates.length > 0 ? dates : table.names);
  const series =
    asked.series ??
    known(
      table.names.filter((name) => isText(table, name)),
      SERIES,
    );
  const numbers = table.names.filter((name) => name !== date && name !== series && isNumber(table, name));
  const value = asked.value ?? choose(numbers, VALUES);
  if (value === undefined) throw unclear(where, 'value', 'hold the values', numbers.length > 0 ? numbers : table.names);
  if (!isNumber(table, value)) {
    const received = `${value}, a ${table.columns[value]!.type}`;
    throw new ArgumentError({ where, argument: '--value', expected: 'be a column of numbers', received });
  }
  return { date, value, series };
}

function isNumber(table: ColumnTable, name: string): boolean {
  return ['number', 'integer'].includes(table.columns[name]!.type);
}

function isText(table: ColumnTable, name: string): boolean {
  return ['text', 'category'].includes(table.columns[name]!.type);
}

/** The first of the usual names that a column has. */
function known(names: readonly string[], usual: readonly string[]): string | undefined {
  const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]/g, '');
  return usual.flatMap((word) => names.filter((name) => plain(name) === word))[0];
}

/** The only column that there is, or the one with a usual name. */
function choose(names: readonly string[], usual: readonly string[]): string | undefined {
  return names.length === 1 ? names[0] : known(names, usual);
}

function unclear(where: string, option: string, what: string, columns: readonly string[]): ArgumentError {
  return new ArgumentError({
    where,
    problem: `none of the columns ${list(columns)} is known to ${what}`,
    advice: `Name it with --${option}`,
  });
}
