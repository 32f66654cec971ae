// Searching in sorted rows, and the largest elements of rows.

import { Pointer } from '../common/types';
import { floats } from '../common/vector';

// @ts-ignore: decorator
@inline
function valueOf(at: usize, integers: bool): f64 {
  return integers ? <f64>i32.load(at) : <f64>f32.load(at);
}

/**
 * target = the index at which each of values[rows, count] belongs in its row of sorted[rows, length].
 *
 * @param after whether after equal elements, and not before them
 * @param integers whether elements are int32
 */
export function searchSorted(sorted: Pointer, values: Pointer, target: Pointer, rows: i32, length: i32, count: i32, after: bool, integers: bool): void {
  for (let i = 0; i < rows; i++, sorted += floats(length)) {
    for (let j = 0; j < count; j++, values += 4, target += 4) {
      const value = valueOf(values, integers);
      let low = 0, high = length;
      while (low < high) {
        const middle = (low + high) >> 1, other = valueOf(sorted + floats(middle), integers);
        if (after ? value >= other : value > other) low = middle + 1;
        else high = middle;
      }
      i32.store(target, low);
    }
  }
}

/** Whether a comes before b: the larger first, NaN before everything. */
// @ts-ignore: decorator
@inline
function isBefore(a: f64, b: f64): bool {
  return a > b || (a != a && b == b);
}

/**
 * The k largest elements of each row and their indices, largest first, equal ones by index. By insertion, for small k.
 *
 * @param integers whether elements are int32
 */
export function topK(x: Pointer, values: Pointer, indices: Pointer, rows: i32, columns: i32, k: i32, integers: bool): void {
  for (let i = 0; i < rows; i++, values += floats(k), indices += floats(k), x += floats(columns)) {
    let found = 0, least: f64 = 0;
    for (let j = 0; j < columns; j++) {
      const value = valueOf(x + floats(j), integers);
      if (found == k && !isBefore(value, least)) continue;
      let at = found < k ? found++ : k - 1;
      for (; at > 0 && isBefore(value, valueOf(values + floats(at - 1), integers)); at--) {
        i32.store(values + floats(at), i32.load(values + floats(at - 1)));
        i32.store(indices + floats(at), i32.load(indices + floats(at - 1)));
      }
      i32.store(values + floats(at), i32.load(x + floats(j)));
      i32.store(indices + floats(at), j);
      least = valueOf(values + floats(found - 1), integers);
    }
  }
}
