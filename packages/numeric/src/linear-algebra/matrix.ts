import { ShapeError } from '@neurite/core/errors';

/** A matrix of float64 numbers, row by row. */
export type Matrix = { readonly data: Float64Array; readonly shape: readonly [rows: number, columns: number] };

/**
 * Gives numbers the shape of a matrix.
 *
 * @param values row by row, copied
 * @param shape [rows, columns]
 * @throws ShapeError when the shape has another number of elements
 * @example
 * const identity = matrix([1, 0, 0, 1], [2, 2]);
 */
export function matrix(values: ArrayLike<number>, shape: readonly [rows: number, columns: number]): Matrix {
  const [rows, columns] = shape;
  const valid = Number.isInteger(rows) && Number.isInteger(columns) && rows >= 1 && columns >= 1;
  if (!valid || rows * columns !== values.length) {
    const expected = `be [rows, columns] with ${values.length} elements`;
    throw new ShapeError({ where: 'matrix', argument: 'shape', expected, received: `[${rows}, ${columns}]` });
  }
  return { data: Float64Array.from(values), shape: [rows, columns] };
}
