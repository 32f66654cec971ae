import { ArgumentError, NumericError } from '@neurite/core/errors';
import { CholeskyDecomposition } from 'ml-matrix';
import { checkSquare, fromMl, isSymmetric, toMl } from '../internal/ml-matrix.js';
import type { Matrix } from './matrix.js';

/**
 * The lower triangular L of A = L Lᵀ.
 *
 * @param a symmetric and positive definite: [n, n]
 * @returns L, [n, n], with positive numbers on its diagonal
 * @throws ShapeError when `a` is not square
 * @throws ArgumentError when it is not symmetric
 * @throws NumericError when it is not positive definite, or an element is not finite
 * @example
 * console.log(cholesky(matrix([4, 2, 2, 5], [2, 2])).data); // 2, 0, 1, 2
 */
export function cholesky(a: Matrix): Matrix {
  checkSquare('cholesky', a);
  const ml = toMl('cholesky', 'a', a);
  if (!isSymmetric(a)) {
    throw new ArgumentError({ where: 'cholesky', argument: 'a', expected: 'be symmetric', received: 'another matrix' });
  }
  const decomposition = new CholeskyDecomposition(ml);
  if (!decomposition.isPositiveDefinite()) {
    throw new NumericError({ where: 'cholesky', problem: '`a` is not positive definite' });
  }
  return fromMl(decomposition.lowerTriangularMatrix);
}
