import {
  ArgumentError,
  checkInteger,
  describeValue,
  formatShape,
  type HostArray,
  hostArray,
  type RandomStream,
  ShapeError,
} from '@neurite/core';
import type { LabeledRows, OversamplingDraw } from '../tabular/oversampling.js';
import { nearestRows } from './nearest-rows.js';

/** The rows of a class, and how many new ones it needs. */
export type ClassRows = { readonly rows: Int32Array; readonly missing: number };

/**
 * @param options.wanted rows for each class; undefined: as many as the largest has
 * @returns classes that need new rows, in ascending order
 * @throws ArgumentError when such a class has no more rows than neighbors are wanted, or fewer are wanted than it has;
 *   ShapeError when the table is none
 */
export function classesOf(
  where: string,
  { x, y }: LabeledRows,
  { wanted, neighbors }: { readonly wanted: Readonly<Record<number, number>> | undefined; readonly neighbors: number },
): readonly ClassRows[] {
  checkTable(where, { x, y });
  const byClass = new Map<number, number[]>();
  for (const [row, label] of y.data.entries()) {
    const rows = byClass.get(label);
    if (rows === undefined) byClass.set(label, [row]);
    else rows.push(row);
  }
  const most = [...byClass.values()].reduce((largest, { length }) => Math.max(largest, length), 0);
  const classes = [...byClass.keys()].sort((a, b) => a - b);
  return classes.flatMap((label) => {
    const rows = byClass.get(label)!;
    const missing = (wanted === undefined ? most : (wanted[label] ?? rows.length)) - rows.length;
    if (missing < 0) {
      const expected = `be at least ${rows.length} for class ${label}, as many as there are`;
      throw new ArgumentError({ where, argument: 'rows', expected, received: String(rows.length + missing) });
    }
    if (missing === 0) return [];
    if (rows.length <= neighbors) {
      const expected = `have more than ${neighbors} rows of class ${label}, so that each has as many neighbors`;
      const advice = 'Ask for fewer neighbors, or leave the class out of `rows`';
      throw new ArgumentError({ where, argument: 'table', expected, received: String(rows.length), advice });
    }
    return [{ rows: Int32Array.from(rows), missing }];
  });
}

/** @throws ArgumentError when a number of rows is not one */
export function checkWanted(where: string, wanted: Readonly<Record<number, number>> | undefined): void {
  if (wanted !== undefined && (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted))) {
    const expected = 'be a record of how many rows each class shall have';
    throw new ArgumentError({ where, argument: 'rows', expected, received: describeValue(wanted) });
  }
  for (const count of Object.values(wanted ?? {})) checkInteger(where, 'rows', count, { min: 0 });
}

/** The draw of new rows between old ones and one of their neighbors each. */
export function drawBetween(random: RandomStream, rows: readonly number[], neighbors: number): OversamplingDraw {
  return {
    rows,
    neighbors: rows.map(() => random.integer(neighbors)),
    shares: rows.map(() => random.uniform()),
  };
}

/** Appends the rows of a draw; `between` makes the values of one from a row, its neighbors and the chosen one among them. */
export function appended(
  { x, y }: LabeledRows,
  { rows, neighbors, shares }: OversamplingDraw,
  {
    count,
    nearest,
    between,
  }: {
    readonly count: number;
    /** The neighbors of rows of one class. */
    readonly nearest: (of: Int32Array, among: Int32Array) => Int32Array;
    readonly between: (
      row: number,
      near: { readonly neighbors: Int32Array; readonly chosen: number; readonly share: number },
      to: Float32Array,
    ) => void;
  },
): LabeledRows {
  const columns = x.shape[1]!;
  const data = new Float32Array(x.data.length + rows.length * columns);
  data.set(x.data);
  const labels = new Int32Array(y.data.length + rows.length);
  labels.set(y.data);
  const near = neighborsOf(new Set(rows), y, { count, nearest });
  for (const [i, row] of rows.entries()) {
    const own = near.get(row)!;
    const at = x.data.length + i * columns;
    between(row, { neighbors: own, chosen: own[neighbors[i]!]!, share: shares[i]! }, data.subarray(at, at + columns));
    labels[y.data.length + i] = y.data[row]!;
  }
  return { x: hostArray(data, [labels.length, columns]), y: hostArray(labels) };
}

function neighborsOf(
  used: ReadonlySet<number>,
  y: HostArray<'int32'>,
  { count, nearest }: { readonly count: number; readonly nearest: (of: Int32Array, among: Int32Array) => Int32Array },
): ReadonlyMap<number, Int32Array> {
  const near = new Map<number, Int32Array>();
  for (const label of new Set([...used].map((row) => y.data[row]!))) {
    const among = Int32Array.from(y.data.keys()).filter((row) => y.data[row] === label);
    const of = among.filter((row) => used.has(row));
    const found = nearest(of, among);
    for (const [i, row] of of.entries()) near.set(row, found.subarray(i * count, (i + 1) * count));
  }
  return near;
}

/** The nearest rows in a table, all of whose columns are numbers. */
export function plainNearest({ x }: LabeledRows, count: number): (of: Int32Array, among: Int32Array) => Int32Array {
  const rows = { data: x.data, columns: x.shape[1]! };
  return (of, among) => nearestRows(rows, { of, among }, { count, categorical: new Set(), penalty: 0 });
}

function checkTable(where: string, { x, y }: LabeledRows): void {
  if (x.shape.length !== 2 || x.shape[1] === 0) {
    const expected = 'have shape [rows, columns]';
    throw new ShapeError({ where, argument: 'x', expected, received: formatShape(x.shape) });
  }
  if (y.shape.length !== 1 || y.shape[0] !== x.shape[0]) {
    const expected = `have shape [${x.shape[0]}], a class for each row`;
    throw new ShapeError({ where, argument: 'y', expected, received: formatShape(y.shape) });
  }
}
