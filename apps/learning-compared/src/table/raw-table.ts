import type { Table } from '@neurite/core';
import type { Input, Row } from './question.js';

/** Rows as a table of numbers, as they are: a category is its index, what is missing is NaN. */
export function encodeRows(inputs: readonly Input[], rows: readonly Row[]): Table {
  const columns = inputs.length;
  const data = new Float64Array(rows.length * columns);
  for (const [c, { name, kind, categories }] of inputs.entries()) {
    const codes = new Map(categories.map((word, code) => [word, code]));
    for (const [r, row] of rows.entries()) {
      const value = row[name]!;
      data[r * columns + c] = kind === 'number' ? Number(value) : (codes.get(value as string) ?? Number.NaN); // a word or null
    }
  }
  return { rows: rows.length, columns, data, names: inputs.map(({ name }) => name) };
}

/** The inverse. */
export function decodeRows(inputs: readonly Input[], { rows, columns, data }: Table): Row[] {
  return Array.from({ length: rows }, (_, r) =>
    Object.fromEntries(
      inputs.map(({ name, kind, categories }, c) => {
        const value = data[r * columns + c]!;
        return [name, kind === 'number' ? value : (categories[value] ?? null)];
      }),
    ),
  );
}
