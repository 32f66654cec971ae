import { SingularValueDecomposition } from 'ml-matrix';
import { fromMl, toMl } from '../internal/ml-matrix.js';
import type { Matrix } from './matrix.js';

/**
 * The reduced singular value decomposition A = U diag(s) Vᵀ.
 *
 * @param a [rows, columns]
 * @returns `u`, [rows, k], and `v`, [columns, k], with orthonormal columns; `s`, the k = min(rows, columns) singular
 *   values, the largest first
 * @throws NumericError when an element is not finite
 * @example
 * console.log(svd(matrix([3, 0, 0, 0, 4, 0], [2, 3])).s); // 4, 3
 */
export function svd(a: Matrix): { readonly u: Matrix; readonly s: Float64Array; readonly v: Matrix } {
  const decomposition = new SingularValueDecomposition(toMl('svd', 'a', a), { autoTranspose: true });
  return {
    u: fromMl(decomposition.leftSingularVectors),
    s: Float64Array.from(decomposition.diagonal),
    v: fromMl(decomposition.rightSingularVectors),
  };
}
