import { NumericError, ShapeError } from '@neurite/core/errors';
import { LuDecomposition } from 'ml-matrix';
import { checkSquare, fromMl, toMl } from '../internal/ml-matrix.js';
import type { Matrix } from './matrix.js';

/**
 * The X of A X = B, by Gauss's elimination with row exchanges.
 *
 * @param a square: [n, n]
 * @param b [n, columns]: each column is a right side
 * @returns X, [n, columns]
 * @throws ShapeError when `a` is not square, or `b` has another number of rows
 * @throws NumericError when `a` is singular, or an element is not finite
 * @example
 * console.log(solve(matrix([2, 1, 1, 3], [2, 2]), matrix([3, 5], [2, 1])).data); // 0.8, 1.4
 */
export function solve(a: Matrix, b: Matrix): Matrix {
  checkSquare('solve', a);
  if (b.shape[0] !== a.shape[0]) {
    const expected = `have ${a.shape[0]} rows, as \`a\``;
    throw new ShapeError({ where: 'solve', argument: 'b', expected, received: `[${b.shape.join(', ')}]` });
  }
  const decomposition = new LuDecomposition(toMl('solve', 'a', a));
  if (decomposition.isSingular()) throw new NumericError({ where: 'solve', problem: '`a` is singular' });
  return fromMl(decomposition.solve(toMl('solve', 'b', b)));
}
