import { ArgumentError } from '@neurite/core/errors';
import { EigenvalueDecomposition } from 'ml-matrix';
import { checkSquare, fromMl, isSymmetric, toMl } from '../internal/ml-matrix.js';
import type { Matrix } from './matrix.js';

/**
 * The eigenvalues and eigenvectors of a symmetric matrix: A = V diag(values) Vᵀ.
 *
 * @param a symmetric: [n, n]
 * @returns `values`, the smallest first; `vectors`, [n, n], with the orthonormal eigenvectors as its columns
 * @throws ShapeError when `a` is not square
 * @throws ArgumentError when it is not symmetric
 * @throws NumericError when an element is not finite
 * @example
 * console.log(eigenSymmetric(matrix([2, 1, 1, 2], [2, 2])).values); // 1, 3
 */
export function eigenSymmetric(a: Matrix): { readonly values: Float64Array; readonly vectors: Matrix } {
  checkSquare('eigenSymmetric', a);
  const ml = toMl('eigenSymmetric', 'a', a);
  if (!isSymmetric(a)) {
    const received = 'another matrix';
    throw new ArgumentError({ where: 'eigenSymmetric', argument: 'a', expected: 'be symmetric', received });
  }
  const decomposition = new EigenvalueDecomposition(ml, { assumeSymmetric: true });
  return { values: Float64Array.from(decomposition.realEigenvalues), vectors: fromMl(decomposition.eigenvectorMatrix) };
}
