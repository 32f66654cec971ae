import type { Table } from '@neurite/core';

/** The rows of a table with these indices, copied. */
export function takeRows(table: Table, rows: Uint32Array): Table & { readonly data: Float32Array } {
  const { columns } = table;
  const data = new Float32Array(rows.length * columns);
  for (const [to, from] of rows.entries()) {
    data.set(table.data.subarray(from * columns, (from + 1) * columns), to * columns);
  }
  return { rows: rows.length, columns, data, ...(table.names !== undefined && { names: table.names }) };
}
