import { RandomStream } from '@neurite/core';
import type { ExaminedColumn, ExaminedColumns } from '../../src/index.js';

/** A table whose columns have nothing wrong: normal, skewed, integer and categorical ones, and two classes. */
export function cleanTable(rows: number, seed: number): { columns: Record<string, ExaminedColumn> } {
  const random = RandomStream.fromSeed(seed);
  const draw = (name: string, next: (random: RandomStream) => number): Float64Array => {
    const own = random.child(name);
    return Float64Array.from({ length: rows }, () => next(own));
  };
  const a = draw('a', (r) => r.normal());
  const b = draw('b', (r) => r.normal(5, 2));
  const kinds = draw('kind', (r) => (r.uniform() < 0.5 ? 0 : r.uniform() < 0.6 ? 1 : 2));
  const noise = draw('noise', (r) => r.normal(0, 0.5));
  return {
    columns: {
      a: { type: 'number', values: a },
      b: { type: 'number', values: b },
      income: { type: 'number', values: draw('income', (r) => Math.exp(r.normal(3, 0.5))) },
      visits: { type: 'integer', values: draw('visits', (r) => Math.round(20 + 6 * r.normal())) },
      kind: { type: 'category', values: kinds, categories: ['red', 'green', 'blue'] },
      label: {
        type: 'category',
        values: a.map((value, row) => (value + 0.4 * (b[row]! - 5) + noise[row]! > 0 ? 1 : 0)),
        categories: ['no', 'yes'],
      },
    },
  };
}

/** The same table with other columns in place, or beside. */
export function withColumns(
  { columns }: ExaminedColumns,
  others: Readonly<Record<string, ExaminedColumn>>,
): { columns: Record<string, ExaminedColumn> } {
  return { columns: { ...columns, ...others } };
}

export function numbers(values: ArrayLike<number>): ExaminedColumn & { readonly values: Float64Array } {
  return { type: 'number', values: Float64Array.from(values) };
}

/** Some rows of a table, in this order. */
export function takeRows(
  { columns }: ExaminedColumns,
  rows: readonly number[],
): { columns: Record<string, ExaminedColumn> } {
  const taken = Object.entries(columns).map(([name, column]): readonly [string, ExaminedColumn] => [
    name,
    column.type === 'text'
      ? { type: 'text', values: rows.map((row) => column.values[row]!) }
      : { ...column, values: Float64Array.from(rows, (row) => column.values[row]!) },
  ]);
  return { columns: Object.fromEntries(taken) };
}

/** `count` different rows of `rows`, drawn. */
export function someRows(rows: number, count: number, seed = 1): number[] {
  return [...RandomStream.fromSeed(seed).child('rows').permutation(rows).subarray(0, count)];
}

export const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
