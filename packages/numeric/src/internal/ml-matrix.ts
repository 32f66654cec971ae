import { NumericError, ShapeError } from '@neurite/core/errors';
import { Matrix as MlMatrix } from 'ml-matrix';
import type { Matrix } from '../linear-algebra/matrix.js';

/**
 * The matrix as ml-matrix has it: a Float64Array for each row.
 *
 * @throws NumericError when an element is not finite, which would give wrong numbers or no end
 */
export function toMl(where: string, argument: string, { data, shape: [rows, columns] }: Matrix): MlMatrix {
  const result = new MlMatrix(rows, columns);
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (!Number.isFinite(value)) {
      const expected = 'have finite elements';
      throw new NumericError({ where, argument, expected, received: `${value} at index ${i}` });
    }
    result.set(Math.floor(i / columns), i % columns, value);
  }
  return result;
}

export function fromMl(source: MlMatrix): Matrix {
  const { rows, columns } = source;
  const data = new Float64Array(rows * columns);
  for (let i = 0; i < data.length; i++) data[i] = source.get(Math.floor(i / columns), i % columns);
  return { data, shape: [rows, columns] };
}

/** @throws ShapeError unless a matrix is square */
export function checkSquare(where: string, { shape: [rows, columns] }: Matrix): void {
  if (rows === columns) return;
  throw new ShapeError({ where, argument: 'a', expected: 'be square', received: `[${rows}, ${columns}]` });
}

/** Whether a square matrix equals its transpose, up to rounding. */
export function isSymmetric({ data, shape: [size] }: Matrix): boolean {
  const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      if (Math.abs(data[i * size + j]! - data[j * size + i]!) > 1e-12 * largest) return false;
    }
  }
  return true;
}
