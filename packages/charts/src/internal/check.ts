import { describeValue } from '@neurite/core/checks';
import { ArgumentError, ShapeError } from '@neurite/core/errors';

/** An array or a typed array. */
export type Numbers = ArrayLike<number>;

/** An error about one argument; `where` is the function of the chart. */
export function invalid(
  where: string,
  argument: string,
  details: { readonly expected: string; readonly received: string; readonly advice?: string },
): ArgumentError {
  return new ArgumentError({ where, argument, ...details });
}

/** The least width and height of a chart, in CSS pixels: its axes need room. */
export const SMALLEST = 160;

/** @throws ArgumentError unless there is at least one element and all are numbers; NaN is allowed */
export function checkNumbers(where: string, argument: string, values: Numbers): void {
  if (typeof values !== 'object' || values === null || !(values.length >= 1)) {
    throw invalid(where, argument, { expected: 'have at least 1 number', received: describeValue(values) });
  }
  if (ArrayBuffer.isView(values)) return;
  for (let i = 0; i < values.length; i++) {
    if (typeof values[i] === 'number') continue;
    throw invalid(where, argument, { expected: 'have only numbers', received: `${describeValue(values[i])} at ${i}` });
  }
}

/** @throws ArgumentError unless there is at least one element and all are finite numbers */
export function checkFinite(where: string, argument: string, values: Numbers): void {
  checkNumbers(where, argument, values);
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) continue;
    throw invalid(where, argument, { expected: 'have only finite numbers', received: `${values[i]} at ${i}` });
  }
}

/** @throws ShapeError unless an argument has the length of another */
export function checkLength(
  where: string,
  argument: string,
  { length }: { readonly length: number },
  wanted: { readonly length: number; readonly as: string },
): void {
  if (length !== wanted.length) {
    throw new ShapeError({
      where,
      argument,
      expected: `have ${wanted.length} ${wanted.length === 1 ? 'element' : 'elements'}, as many as ${wanted.as}`,
      received: String(length),
    });
  }
}

/**
 * @throws ArgumentError unless the rows are a matrix of numbers of at least 1 × 1
 * @throws ShapeError unless all rows have the same length
 */
export function checkMatrix(where: string, argument: string, rows: readonly Numbers[]): void {
  if (!Array.isArray(rows) || rows.length === 0) {
    throw invalid(where, argument, { expected: 'have at least 1 row', received: describeValue(rows) });
  }
  for (const [i, row] of rows.entries()) {
    checkNumbers(where, `${argument}[${i}]`, row);
    checkLength(where, `${argument}[${i}]`, row, { length: rows[0].length, as: `${argument}[0]` });
  }
}

/**
 * @param axes their names, e.g. `['height', 'width', 'channels']`
 * @throws ShapeError unless the shape has these axes, and the values fill it
 */
export function checkShape(
  where: string,
  values: { readonly argument: string; readonly length: number },
  shape: readonly number[],
  axes: readonly string[],
): void {
  const valid = Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size >= 1);
  if (!valid || shape.length !== axes.length) {
    throw new ShapeError({
      where,
      argument: 'shape',
      expected: `be [${axes.join(', ')}], integers of at least 1`,
      received: describeValue(shape),
    });
  }
  const size = shape.reduce((product, axis) => product * axis, 1);
  if (values.length !== size) {
    throw new ShapeError({
      where,
      argument: values.argument,
      expected: `have ${size} ${size === 1 ? 'element' : 'elements'}, as [${shape.join(', ')}] has`,
      received: String(values.length),
    });
  }
}
