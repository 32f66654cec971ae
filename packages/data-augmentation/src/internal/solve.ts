/**
 * Solves a system of linear equations by elimination with partial pivoting.
 *
 * @param rows one for each unknown, with the right-hand sides at their ends; they are overwritten
 * @param sides how many right-hand sides there are
 * @returns for each right-hand side its solution
 */
export function solve(rows: number[][], sides = 1): number[][] {
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++) {
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    }
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const top = rows[column]!;
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const factor = rows[row]![column]! / top[column]!;
      for (let i = column; i < size + sides; i++) rows[row]![i]! -= factor * top[i]!;
    }
  }
  return Array.from({ length: sides }, (_, side) => rows.map((row, i) => row[size + side]! / row[i]!));
}
