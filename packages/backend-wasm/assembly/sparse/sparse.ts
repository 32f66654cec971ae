// The coordinates of sparse tensors: [count, rank], whole numbers.

import { floats } from '../common/vector';

/** Coordinates in a tensor of one shape become those in a tensor of another, with as many numbers in the same order. */
export function reshapeIndices(indices: usize, target: usize, shape: usize, newShape: usize, count: i32, rank: i32, newRank: i32): void {
  for (let i = 0; i < count; i++) {
    // In double precision, because tensors as large as that need not exist.
    let place: f64 = 0;
    for (let axis = 0; axis < rank; axis++, indices += 4) place = place * <f64>i32.load(shape + floats(axis)) + <f64>i32.load(indices);
    for (let axis = newRank - 1; axis > 0; axis--) {
      const extent = <f64>i32.load(newShape + floats(axis)), next = trunc(place / extent);
      i32.store(target + floats(axis), <i32>(place - next * extent));
      place = next;
    }
    if (newRank > 0) i32.store(target, <i32>place);
    target += floats(newRank);
  }
}

/**
 * counts[rows] = how many coordinates begin with each row.
 *
 * @returns how many rows have none, or −1 where a coordinate is outside
 */
export function countRows(indices: usize, counts: usize, count: i32, rank: i32, rows: i32): i32 {
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

/** Orders coordinates and values by rows, gives each row without any its first place and the value `otherwise`, and says where all went. */
export function fillEmptyRows(
  indices: usize, values: usize, otherwise: usize, target: usize, filled: usize, isEmpty: usize, order: usize, counts: usize, count: i32, rank: i32, rows: i32,
): void {
  const bytes = floats(rank);
  for (let row = 0, at = 0; row < rows; row++) {
    const many = i32.load(counts + floats(row));
    i32.store(counts + floats(row), at);
    i32.store8(isEmpty + row, many == 0);
    if (many == 0) {
      memory.fill(target + <usize>at * bytes, 0, bytes);
      i32.store(target + <usize>at * bytes, row);
      i32.store(filled + floats(at), i32.load(otherwise));
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
