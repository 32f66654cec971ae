/** Rows that stand one after another. */
export type Rows = { readonly data: Float32Array; readonly columns: number };

/**
 * The nearest rows of each row by Euclidean distance, the nearest first, itself left out; of two as near the one that
 * stands first.
 *
 * @param of the rows whose neighbors are wanted
 * @param among the rows that may be neighbors
 * @param options.categorical columns in which any difference counts as `penalty`, squared
 * @returns indices of rows, [of.length, count]
 */
export function nearestRows(
  { data, columns }: Rows,
  { of, among }: { readonly of: Int32Array; readonly among: Int32Array },
  {
    count,
    categorical,
    penalty,
  }: { readonly count: number; readonly categorical: ReadonlySet<number>; readonly penalty: number },
): Int32Array {
  const numbers = Array.from({ length: columns }, (_, c) => c).filter((c) => !categorical.has(c));
  const categories = [...categorical];
  const found = new Int32Array(of.length * count);
  const distances = new Float64Array(count);
  for (const [i, row] of of.entries()) {
    distances.fill(Number.POSITIVE_INFINITY);
    const first = i * count;
    for (const other of among) {
      if (other === row) continue;
      let distance = 0;
      for (const c of numbers) distance += (data[row * columns + c]! - data[other * columns + c]!) ** 2;
      for (const c of categories) if (data[row * columns + c] !== data[other * columns + c]) distance += penalty;
      let at = count;
      for (; at > 0 && distance < distances[at - 1]!; at--) {
        if (at === count) continue;
        distances[at] = distances[at - 1]!;
        found[first + at] = found[first + at - 1]!;
      }
      if (at === count) continue;
      distances[at] = distance;
      found[first + at] = other;
    }
  }
  return found;
}
