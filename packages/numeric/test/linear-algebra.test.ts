import { ArgumentError, NumericError, ShapeError } from '@neurite/core';
import { describe, expect, it } from 'vitest';
import fixture from '../../../fixtures/numeric/linear-algebra.json' with { type: 'json' };
import { cholesky, eigenSymmetric, type Matrix, matrix, qr, solve, svd } from '../src/index.js';

/** Of the size of the largest element. */
const TOLERANCE = 1e-10;

function expectNear(received: ArrayLike<number>, expected: ArrayLike<number>, tolerance = TOLERANCE): void {
  const largest = Math.max(...Array.from(expected, Math.abs));
  expect(received.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    expect(Math.abs(received[i]! - expected[i]!), `element ${i}`).toBeLessThanOrEqual(tolerance * largest);
  }
}

function multiply(a: Matrix, b: Matrix): Matrix {
  const [rows, inner, columns] = [...a.shape, b.shape[1]];
  const data = Float64Array.from({ length: rows * columns }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < inner; k++) {
      sum += a.data[Math.floor(i / columns) * inner + k]! * b.data[k * columns + (i % columns)]!;
    }
    return sum;
  });
  return { data, shape: [rows, columns] };
}

function transpose({ data, shape: [rows, columns] }: Matrix): Matrix {
  const turned = Float64Array.from(data, (_, i) => data[(i % rows) * columns + Math.floor(i / rows)]!);
  return { data: turned, shape: [columns, rows] };
}

const identity = (size: number): number[] =>
  Array.from({ length: size ** 2 }, (_, i) => (i % (size + 1) === 0 ? 1 : 0));
const diagonal = (values: ArrayLike<number>): Matrix => ({
  data: Float64Array.from(identity(values.length), (one, i) => one * values[i % values.length]!),
  shape: [values.length, values.length],
});

describe.each(fixture.cases)('$name', (values) => {
  const [rows, columns] = values.shape as [number, number];
  const a = matrix(values.a, [rows, columns]);
  const square = [columns, columns] as const;

  it('has the singular values of LAPACK, and vectors that give the matrix back', () => {
    const { u, s, v } = svd(a);
    expectNear(s, values.singularValues);
    expectNear(multiply(multiply(u, diagonal(s)), transpose(v)).data, a.data);
    expectNear(multiply(transpose(u), u).data, identity(s.length));
    expectNear(multiply(transpose(v), v).data, identity(s.length));
  });

  it('has the QR decomposition of LAPACK, up to signs', () => {
    const tall = rows >= columns ? a : transpose(a);
    const { q, r } = qr(tall);
    const size = tall.shape[1];
    expectNear(multiply(q, r).data, tall.data);
    expectNear(multiply(transpose(q), q).data, identity(size));
    expectNear(
      Array.from({ length: size }, (_, i) => Math.abs(r.data[i * size + i]!)),
      values.rDiagonal,
    );
    for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) expect(r.data[i * size + j]).toBe(0);
  });

  it('has the Cholesky factor and the solution of LAPACK', () => {
    const definite = matrix(values.definite, square);
    expectNear(cholesky(definite).data, values.cholesky);
    expectNear(solve(definite, matrix(values.b, [columns, 2])).data, values.solution);
  });

  it('has the eigenvalues of LAPACK, and vectors that give the matrix back', () => {
    const symmetric = matrix(values.symmetric, square);
    const { values: eigenvalues, vectors } = eigenSymmetric(symmetric);
    expectNear(eigenvalues, values.eigenvalues);
    expectNear(multiply(transpose(vectors), vectors).data, identity(columns));
    expectNear(multiply(multiply(vectors, diagonal(eigenvalues)), transpose(vectors)).data, symmetric.data);
  });
});

describe('linear algebra', () => {
  it('leaves its arguments as they are', () => {
    const [a, b] = [matrix([4, 1, 1, 3], [2, 2]), matrix([1, 2], [2, 1])];
    for (const run of [() => solve(a, b), () => cholesky(a), () => qr(a), () => svd(a), () => eigenSymmetric(a)]) run();
    expect([...a.data, ...b.data]).toEqual([4, 1, 1, 3, 1, 2]);
  });

  it('decomposes a matrix of a million elements', () => {
    const a = matrix(
      Float64Array.from({ length: 1e6 }, (_, i) => Math.sin(i) + (i % 1001 === 0 ? 1000 : 0)),
      [1000, 1000],
    );
    const b = matrix(
      Float64Array.from({ length: 1000 }, (_, i) => i),
      [1000, 1],
    );
    expectNear(multiply(a, solve(a, b)).data, b.data);
  });

  const wide = matrix([1, 2, 3, 4, 5, 6], [2, 3]);
  const lopsided = matrix([1, 2, 3, 4], [2, 2]);
  const unknown = matrix([1, Number.NaN, 1, 1], [2, 2]);
  it.each<[() => unknown, new (...args: never[]) => Error, string]>([
    [
      () => matrix([1, 2, 3], [2, 2]),
      ShapeError,
      'matrix: `shape` must be [rows, columns] with 3 elements; received [2, 2].',
    ],
    [() => matrix([], [0, 0]), ShapeError, 'matrix: `shape` must be [rows, columns] with 0 elements; received [0, 0].'],
    [() => solve(wide, wide), ShapeError, 'solve: `a` must be square; received [2, 3].'],
    [() => solve(lopsided, matrix([1], [1, 1])), ShapeError, 'solve: `b` must have 2 rows, as `a`; received [1, 1].'],
    [() => solve(matrix([1, 2, 2, 4], [2, 2]), lopsided), NumericError, 'solve: `a` is singular.'],
    [() => solve(unknown, lopsided), NumericError, 'solve: `a` must have finite elements; received NaN at index 1.'],
    [() => cholesky(wide), ShapeError, 'cholesky: `a` must be square; received [2, 3].'],
    [() => cholesky(lopsided), ArgumentError, 'cholesky: `a` must be symmetric; received another matrix.'],
    [() => cholesky(matrix([1, 2, 2, 1], [2, 2])), NumericError, 'cholesky: `a` is not positive definite.'],
    [() => qr(wide), ShapeError, 'qr: `a` must have at least as many rows as columns; received [2, 3].'],
    [() => svd(unknown), NumericError, 'svd: `a` must have finite elements; received NaN at index 1.'],
    [() => eigenSymmetric(wide), ShapeError, 'eigenSymmetric: `a` must be square; received [2, 3].'],
    [() => eigenSymmetric(lopsided), ArgumentError, 'eigenSymmetric: `a` must be symmetric; received another matrix.'],
    [
      () => eigenSymmetric(unknown),
      NumericError,
      'eigenSymmetric: `a` must have finite elements; received NaN at index 1.',
    ],
  ])('refuses %s', (call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});
