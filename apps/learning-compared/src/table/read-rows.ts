import { list } from '@neurite/command-kit/words';
import { ArgumentError } from '@neurite/core/errors';
import type { Column, ColumnTable, ColumnType } from '@neurite/data';
import { readCsv } from '@neurite/data/read-csv';
import { dateParts } from '@neurite/preprocessing';
import { type DatePart, type Input, OTHERS, type Row } from './question.js';

/** The parts of a date that a model gets: `days` counts them, the others repeat. */
export const DATE_PARTS: readonly DatePart[] = ['days', 'year', 'month', 'day', 'weekday', 'hour'];

/**
 * Reads a file whose columns are to be those that a model learned from.
 *
 * @throws ArgumentError when a column is not there
 * @throws FormatError when a cell is not of the type that its column had, with its place
 */
export async function readLike(inputs: readonly Input[], file: string): Promise<ColumnTable> {
  const { table } = await readCsv(file);
  const absent = [...new Set(inputs.map(({ column }) => column))].filter((name) => !Object.hasOwn(table.columns, name));
  if (absent.length > 0) {
    const problem = `${file} has no ${absent.length === 1 ? 'column' : 'columns'} ${list(absent)}, which the model learned from`;
    throw new ArgumentError({ where: 'npm run table', problem });
  }
  // A few rows may look like another type than all of those that were learned from.
  const others = inputs.filter(({ column, type }) => familyOf(table.columns[column]!.type) !== familyOf(type));
  if (others.length === 0) return table;
  const types = Object.fromEntries(others.map(({ column, type }) => [column, type === 'integer' ? 'number' : type]));
  return (await readCsv(file, { types })).table;
}

function familyOf(type: ColumnType): string {
  return type === 'integer' ? 'number' : type;
}

/**
 * Rows of a file as a model takes them.
 *
 * @param table has the columns of the inputs with their types
 * @param rows their numbers, from 0. Default: all
 */
export function readRows(inputs: readonly Input[], table: ColumnTable, rows?: Uint32Array): Row[] {
  const chosen = rows ?? Uint32Array.from({ length: table.size }, (_, row) => row);
  const readers = inputs.map((input) => [input.name, reader(input, table.columns[input.column]!)] as const);
  return Array.from(chosen, (row) => Object.fromEntries(readers.map(([name, read]) => [name, read(row)])));
}

function reader({ kind, categories, part }: Input, column: Column): (row: number) => number | string | null {
  if (kind === 'number') {
    const values = column.values as Float64Array; // its type has been looked at
    if (part === undefined) return (row) => values[row]!;
    const parts = dateParts({ parts: [part] })
      .fit([0])
      .transform(Array.from(values));
    return (row) => parts[row]!;
  }
  const known = new Set(categories);
  const others = known.has(OTHERS) ? OTHERS : null;
  return (row) => {
    const word = column.values[row] as string | null; // likewise
    return word === null || known.has(word) ? word : others;
  };
}
