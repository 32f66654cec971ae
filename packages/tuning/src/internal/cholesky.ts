/**
 * The lower triangle L of a symmetric matrix L Lᵀ, in place: row by row, what is above the diagonal is left as it was. Those of
 * `numeric` check and copy, which takes most of the time for matrices so small and so many.
 *
 * @returns false when the matrix is not positive definite
 */
export function choleskyInPlace(a: Float64Array, size: number): boolean {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * size + k]! * a[j * size + k]!;
      if (i !== j) a[i * size + j] = sum / a[j * size + j]!;
      else if (sum > 0) a[i * size + i] = Math.sqrt(sum);
      else return false;
    }
  }
  return true;
}

/** Solves L x = b in place. */
export function solveLower(l: Float64Array, b: Float64Array): void {
  const size = b.length;
  for (let i = 0; i < size; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= l[i * size + k]! * b[k]!;
    b[i] = sum / l[i * size + i]!;
  }
}

/** Solves Lᵀ x = b in place. */
export function solveUpper(l: Float64Array, b: Float64Array): void {
  const size = b.length;
  for (let i = size - 1; i >= 0; i--) {
    const value = b[i]! / l[i * size + i]!;
    b[i] = value;
    // Along rows of L, which are its memory's.
    for (let k = 0; k < i; k++) b[k]! -= l[i * size + k]! * value;
  }
}

/** The inverse of L Lᵀ, whole. */
export function inverseOf(l: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  const column = new Float64Array(size);
  for (let j = 0; j < size; j++) {
    column.fill(0);
    column[j] = 1;
    solveLower(l, column);
    solveUpper(l, column);
    inverse.set(column, j * size);
  }
  return inverse;
}
