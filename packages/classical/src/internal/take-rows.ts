import type { Table } from '@neurite/core';
import { describeValue } from '@neurite/core/checks';
import { ArgumentError } from '@neurite/core/errors';

/** Some rows of a table, copied, in the order of their indices. */
export function takeRows({ columns, data, names }: Table, indices: Uint32Array | readonly number[]): Table {
  const rows = indices.length;
  const own = data instanceof Float32Array ? new Float32Array(rows * columns) : new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const start = indices[row]! * columns;
    const to = row * columns;
    for (let column = 0; column < columns; column++) own[to + column] = data[start + column]!;
  }
  return names === undefined ? { rows, columns, data: own } : { rows, columns, data: own, names };
}

/** A table, or rows of whatever kind. */
export type Rows = Table | ArrayLike<unknown>;

/** @throws ArgumentError when it is neither a table nor rows in an array */
export function checkRows(where: string, x: Rows): void {
  if (typeof x === 'object' && x !== null && ('data' in x || 'length' in x)) return;
  const expected = 'be a table, { rows, columns, data }, or an array of rows';
  throw new ArgumentError({ where, argument: 'x', expected, received: describeValue(x) });
}

export function rowCount(x: Rows): number {
  return 'data' in x ? x.rows : x.length;
}

/** Some of the rows, as the same kind. */
export function takeFrom<X extends Rows>(x: X, indices: Uint32Array): X {
  return ('data' in x ? takeRows(x, indices) : Array.from(indices, (row) => x[row])) as X; // of its kind
}
