import { ShapeError } from '@neurite/core/errors';
import { QrDecomposition } from 'ml-matrix';
import { fromMl, toMl } from '../internal/ml-matrix.js';
import type { Matrix } from './matrix.js';

/**
 * The reduced QR decomposition A = Q R, by Householder's reflections.
 *
 * @param a [rows, columns] with at least as many rows as columns
 * @returns `q`, [rows, columns], with orthonormal columns; `r`, [columns, columns], upper triangular
 * @throws ShapeError when `a` has fewer rows than columns
 * @throws NumericError when an element is not finite
 * @example
 * const { q, r } = qr(matrix([3, 1, 4, 2], [2, 2]));
 * console.log(Math.abs(r.data[0] ?? 0), q.shape); // 5, [2, 2]
 */
export function qr(a: Matrix): { readonly q: Matrix; readonly r: Matrix } {
  const [rows, columns] = a.shape;
  if (rows < columns) {
    const expected = 'have at least as many rows as columns';
    throw new ShapeError({ where: 'qr', argument: 'a', expected, received: `[${rows}, ${columns}]` });
  }
  const decomposition = new QrDecomposition(toMl('qr', 'a', a));
  return { q: fromMl(decomposition.orthogonalMatrix), r: fromMl(decomposition.upperTriangularMatrix) };
}
