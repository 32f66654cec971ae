/** Keeps 0.1 × 30 from having a remainder. */
const ROUNDING = 1e-9;

/**
 * Integers for each class and part, by largest remainder: `sizes[c]` in all for class c, within 1 of
 * `sizes[c] × fractions[p]`. What rounding took from a part in one class it is given back in the next ones, so that the
 * parts' totals too are within 1 of their fraction.
 *
 * @param fractions their sum is 1
 * @returns one row for each class, one column for each part
 */
export function apportion(sizes: readonly number[], fractions: readonly number[]): readonly (readonly number[])[] {
  const owed = fractions.map(() => 0);
  const rows = sizes.map((size) => {
    const row = fractions.map((fraction) => Math.floor(size * fraction + ROUNDING));
    const rest = fractions.map((fraction, part) => size * fraction - row[part]!);
    for (const [part, amount] of rest.entries()) owed[part]! += amount;
    const left = size - row.reduce((sum, count) => sum + count, 0);
    const open = [...fractions.keys()].filter((part) => rest[part]! > ROUNDING);
    for (const part of open.toSorted((a, b) => owed[b]! - owed[a]! || a - b).slice(0, left)) {
      row[part]!++;
      owed[part]! -= 1;
    }
    return row;
  });
  return rows;
}
