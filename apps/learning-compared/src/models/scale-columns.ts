import type { Table } from '@neurite/core';
import { chain, impute, standardize } from '@neurite/preprocessing';

/**
 * Brings each column to mean 0 and variance 1, and puts the mean where a value is missing; both are learned from the first
 * table alone.
 */
export function scaleColumns(train: Table, test: Table): [train: Table, test: Table] {
  const scaled = [train, test].map((table) => ({ ...table, data: new Float32Array(table.rows * table.columns) }));
  for (let column = 0; column < train.columns; column++) {
    const fitted = chain(impute(), standardize()).fit(columnOf(train, column));
    for (const [part, table] of [train, test].entries()) {
      const values = fitted.transform(columnOf(table, column));
      const to = scaled[part]!.data;
      for (const [row, value] of values.entries()) to[row * table.columns + column] = value;
    }
  }
  return scaled as [Table, Table]; // one for each
}

function columnOf({ rows, columns, data }: Table, column: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => data[row * columns + column]!);
}
