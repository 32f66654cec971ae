import { ArgumentError, ShapeError } from '@neurite/core/errors';

/** Numbers by position: an array or a typed array. */
export type Numbers = ArrayLike<number>;

/** An error about one argument; `where` is the chart's function. */
export function invalid(
  where: string,
  argument: string,
  details: { readonly expected: string; readonly received: string; readonly advice?: string },
): ArgumentError {
  return new ArgumentError({ where, argument, ...details });
}

/** @throws ArgumentError unless it is a finite number of at least 160 */
export function checkSize(where: string, argument: 'width' | 'height', size: number): void {
  if (!Number.isFinite(size) || size < 160) {
    throw invalid(where, argument, { expected: 'be a finite number of at least 160', received: show(size) });
  }
}

/** @throws ArgumentError unless there is at least one number, and nothing but numbers (NaN is one) */
export function checkNumbers(where: string, argument: string, values: Numbers): void {
  if (typeof values !== 'object' || values === null || !(values.length >= 1)) {
    throw invalid(where, argument, { expected: 'have at least 1 number', received: show(values) });
  }
  if (ArrayBuffer.isView(values)) return;
  for (let i = 0; i < values.length; i++) {
    if (typeof values[i] === 'number') continue;
    throw invalid(where, argument, { expected: 'have only numbers', received: `${show(values[i])} at ${i}` });
  }
}

/** @throws ArgumentError unless all are finite numbers, at least one */
export function checkFinite(where: string, argument: string, values: Numbers): void {
  checkNumbers(where, argument, values);
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) continue;
    throw invalid(where, argument, { expected: 'have only finite numbers', received: `${values[i]} at ${i}` });
  }
}

/** @throws ShapeError unless it has as many elements as what it belongs to */
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
 * @throws ArgumentError unless it is a matrix of numbers of at least 1 × 1
 * @throws ShapeError unless all rows have one length
 */
export function checkMatrix(where: string, argument: string, rows: readonly Numbers[]): void {
  if (!Array.isArray(rows) || rows.length === 0) {
    throw invalid(where, argument, { expected: 'have at least 1 row', received: show(rows) });
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
  const whole = Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size >= 1);
  if (!whole || shape.length !== axes.length) {
    throw new ShapeError({
      where,
      argument: 'shape',
      expected: `be [${axes.join(', ')}], whole numbers of at least 1`,
      received: show(shape),
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

/** @throws ArgumentError unless it is undefined or a whole number of at least 1 */
export function checkColumns(where: string, columns: number | undefined): void {
  if (columns !== undefined && (!Number.isSafeInteger(columns) || columns < 1)) {
    throw invalid(where, 'columns', { expected: 'be a whole number of at least 1', received: show(columns) });
  }
}

/** A value as it stands in an error, short. */
export function show(value: unknown): string {
  if (typeof value === 'string') return value.length > 40 ? `'${value.slice(0, 40)}…'` : `'${value}'`;
  if (Array.isArray(value)) return value.length > 8 ? `${value.length} elements` : `[${value.map(show).join(', ')}]`;
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name} of ${value.byteLength} bytes`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}
