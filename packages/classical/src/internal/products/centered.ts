import type { Table } from '@neurite/core';

/** The values less those of a row, such as the mean. */
export function centered({ rows, columns, data }: Table, center: Float64Array): Float64Array {
  const result = new Float64Array(rows * columns);
  subtract(data, center, result);
  return result;
}

/** target = data − center, in each row of as many columns. @param stride from a row of the target to the next */
export function subtract(
  data: Table['data'],
  center: Float64Array,
  target: Float64Array,
  stride: number = center.length,
): void {
  const columns = center.length;
  for (let from = 0, to = 0; from < data.length; from += columns, to += stride) {
    for (let column = 0; column < columns; column++) target[to + column] = data[from + column]! - center[column]!;
  }
}

/** The mean of each column, without weights. */
export function meanRow({ rows, columns, data }: Table): Float64Array {
  const means = new Float64Array(columns);
  const share = 1 / rows;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) means[column]! += data[row * columns + column]! * share;
  }
  return means;
}

/** |a|² of each row. */
export function squaresOf(data: Float64Array, columns: number): Float64Array {
  const squares = new Float64Array(data.length / columns);
  for (let row = 0; row < squares.length; row++) {
    let sum = 0;
    for (let i = row * columns; i < (row + 1) * columns; i++) sum += data[i]! ** 2;
    squares[row] = sum;
  }
  return squares;
}
