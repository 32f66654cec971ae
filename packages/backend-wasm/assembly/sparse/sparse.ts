// The indices of sparse tensors: [count, rank] of int32.

import { Memory, Pointer } from '../common/types';
import { floats } from '../common/vector';

/** target[count, newRank] = the indices of the same elements after the tensor is reshaped. */
export function reshapeIndices(indices: Pointer, target: Pointer, shape: Pointer, newShape: Pointer, count: i32, rank: i32, newRank: i32): void {
  for (let i = 0; i < count; i++) {
    // In double precision: a sparse tensor may have more elements than int32 counts.
    let position: f64 = 0;
    for (let axis = 0; axis < rank; axis++, indices += 4) position = position * <f64>i32.load(shape + floats(axis)) + <f64>i32.load(indices);
    for (let axis = newRank - 1; axis > 0; axis--) {
      const extent = <f64>i32.load(newShape + floats(axis)), next = trunc(position / extent);
      i32.store(target + floats(axis), <i32>(position - next * extent));
      position = next;
    }
    if (newRank > 0) i32.store(target, <i32>position);
    target += floats(newRank);
  }
}

/**
 * counts[rows] = the number of indices in each row.
 *
 * @returns the number of empty rows, or −1 where an index is out of bounds
 */
export function countRows(indices: Pointer, counts: Memory, count: i32, rank: i32, rows: i32): i32 {
  memory.fill(counts, 0, floats(rows));
  let empty = rows;
  for (let i = 0; i < count; i++, indices += floats(rank)) {
    const row = i32.load(indices), at = counts + floats(row);
    if (<u32>row >= <u32>rows) return -1;
    if (i32.load(at) == 0) empty--;
    i32.store(at, i32.load(at) + 1);
  }
  return empty;
}

/**
 * Sorts indices and values by rows, and gives each empty row an index and a default value.
 *
 * @param target the indices
 * @param filled the values
 * @param isEmpty [rows] of booleans
 * @param order [count], the new position of each index
 * @param counts [rows] of `countRows`, which are overwritten
 */
export function fillEmptyRows(
  indices: Pointer, values: Pointer, defaultValue: Pointer, target: Pointer, filled: Pointer, isEmpty: Pointer, order: Pointer, counts: Memory, count: i32, rank: i32, rows: i32,
): void {
  const bytes = floats(rank);
  for (let row = 0, at = 0; row < rows; row++) {
    const many = i32.load(counts + floats(row));
    i32.store(counts + floats(row), at);
    i32.store8(isEmpty + row, many == 0);
    if (many == 0) {
      memory.fill(target + <usize>at * bytes, 0, bytes);
      i32.store(target + <usize>at * bytes, row);
      i32.store(filled + floats(at), i32.load(defaultValue));
    }
    at += max(many, 1);
  }
  for (let i = 0; i < count; i++, values += 4, order += 4) {
    const next = counts + floats(i32.load(indices)), at = i32.load(next);
    i32.store(next, at + 1);
    i32.store(order, at);
    i32.store(filled + floats(at), i32.load(values));
    for (let to = target + <usize>at * bytes, end = indices + bytes; indices < end; indices += 4, to += 4) i32.store(to, i32.load(indices));
  }
}
