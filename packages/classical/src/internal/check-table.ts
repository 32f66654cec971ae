import type { Table } from '@neurite/core';
import { checkInteger, describeValue } from '@neurite/core/checks';
import { ArgumentError, ShapeError } from '@neurite/core/errors';

/** What an estimator takes: how many columns, whether values may be missing (NaN), whether they are known to be finite. */
export type TableRules = { readonly columns?: number; readonly missing?: boolean; readonly known?: boolean };

/**
 * @throws ArgumentError for what is no table
 * @throws ShapeError when a table has another size than it says, no row, or another number of columns than was learned
 * @throws ArgumentError when a value is infinite, or NaN where none may be missing
 */
export function checkTable(
  where: string,
  x: Table,
  { columns, missing = false, known = false }: TableRules = {},
): void {
  if (typeof x !== 'object' || x === null || Array.isArray(x) || ArrayBuffer.isView(x)) {
    const expected = 'be a table, { rows, columns, data }';
    throw new ArgumentError({ where, argument: 'x', expected, received: describeValue(x) });
  }
  checkInteger(where, 'x.rows', x.rows, { min: 1 });
  checkInteger(where, 'x.columns', x.columns, { min: 1 });
  // By their names: those of another frame or context are of other classes.
  const kind = x.data?.[Symbol.toStringTag];
  if (kind !== 'Float64Array' && kind !== 'Float32Array') {
    const expected = 'be a Float64Array or a Float32Array';
    throw new ArgumentError({ where, argument: 'x.data', expected, received: describeValue(x.data) });
  }
  if (x.data.length !== x.rows * x.columns) {
    const expected = `have ${x.rows} × ${x.columns} values`;
    throw new ShapeError({ where, argument: 'x.data', expected, received: String(x.data.length) });
  }
  if (columns !== undefined && x.columns !== columns) {
    const expected = `have ${columns} columns, as in \`fit\``;
    throw new ShapeError({ where, argument: 'x', expected, received: String(x.columns) });
  }
  if (known || (!missing && allFinite(x.data))) return;
  for (let i = 0; i < x.data.length; i++) {
    const value = x.data[i]!;
    if (Number.isFinite(value) || (missing && Number.isNaN(value))) continue;
    throw new ArgumentError({
      where,
      argument: 'x',
      expected: missing ? 'have finite values, or NaN where one is missing' : 'have finite values',
      received: `${value} in row ${Math.floor(i / x.columns)}, column ${nameOf(x, i % x.columns)}`,
    });
  }
}

/** A finite number times 0 is 0, any other NaN; four sums, so that none waits for another. */
export function allFinite(data: Table['data']): boolean {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  const even = data.length - (data.length % 4);
  for (let i = 0; i < even; i += 4) {
    a += data[i]! * 0;
    b += data[i + 1]! * 0;
    c += data[i + 2]! * 0;
    d += data[i + 3]! * 0;
  }
  for (let i = even; i < data.length; i++) a += data[i]! * 0;
  return a + b + c + d === 0;
}

/** The name of a column, or its index. */
function nameOf(x: Table, column: number): string {
  const name = x.names?.[column];
  return name === undefined ? String(column) : `${column} (${name})`;
}
