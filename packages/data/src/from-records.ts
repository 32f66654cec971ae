import { ArgumentError, describeValue } from '@neurite/core';
import { type Column, ColumnTable } from './column-table.js';
import { finish } from './internal/breathe.js';
import { ValueColumn } from './internal/value-column.js';

/** A value of a record; null and undefined are missing. */
export type RecordValue = number | boolean | string | Date | null | undefined;

/** The column that values of a type become. */
export type ColumnOf<V> = [NonNullable<V>] extends [string]
  ? Extract<Column, { readonly type: 'text' }>
  : [NonNullable<V>] extends [number | boolean | Date]
    ? Exclude<Column, { readonly type: 'text' }>
    : Column;

/** The columns of records of a type. */
export type ColumnsOf<R> = { readonly [Name in keyof R & string]-?: ColumnOf<R[Name]> };

/**
 * A table of records: rows of a database, of JSON.
 *
 * Numbers become a column of numbers (integers where all are), booleans 1 and 0, dates milliseconds, strings text. A
 * field that is null, undefined, NaN or absent is missing.
 *
 * @param records at least one; a field is known from any record on
 * @returns copies
 * @throws ArgumentError naming field and record where values of one field differ in type, or are of none of these
 * @example
 * const table = fromRecords([
 *   { species: 'Adelie', mass: 3750, female: true },
 *   { species: 'Gentoo', mass: null, female: false },
 * ]);
 * table.columns.mass.values; // 3750, NaN
 */
export function fromRecords<R extends { readonly [Name in keyof R]: RecordValue }>(
  records: readonly R[],
): ColumnTable<ColumnsOf<R>> {
  checkRecords(records);
  const names = new Set<string>();
  for (const record of records) for (const name in record) names.add(name);
  const columns = [...names].map((name) => [name, toColumn(records, name)] as const);
  return new ColumnTable(Object.fromEntries(columns) as ColumnsOf<R>); // a column for each field
}

const WHERE = 'fromRecords';

function checkRecords(records: unknown): void {
  const isList = Array.isArray(records) && records.length > 0;
  const other = isList ? records.findIndex((record) => typeof record !== 'object' || record === null) : 0;
  if (isList && other < 0) return;
  const received = isList ? `${describeValue(records[other])} as record ${other}` : describeValue(records);
  const expected = 'be a list of objects, at least one';
  throw new ArgumentError({ where: WHERE, argument: 'records', expected, received });
}

function toColumn(records: readonly object[], name: string): Column {
  const column = new ValueColumn({ where: WHERE, name, unit: 'record' });
  for (const record of records) column.add((record as Record<string, unknown>)[name]); // a field that may be absent
  return finish(column.finish());
}
