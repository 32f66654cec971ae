/** @returns the index of the largest of so many values in each row, the first of equal ones */
export function largestOfRows(values: Float32Array | Float64Array, columns: number): Int32Array {
  return Int32Array.from({ length: values.length / columns }, (_, row) => {
    let best = 0;
    for (let i = 1; i < columns; i++) if (values[row * columns + i]! > values[row * columns + best]!) best = i;
    return best;
  });
}
