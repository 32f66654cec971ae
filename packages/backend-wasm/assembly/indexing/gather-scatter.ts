// To and from places that a tensor names, and places that are looked for.

import { floats, storeUpTo } from '../common/vector';

/**
 * target[count] = Σ indices[count, rank] · distances, at most six of them.
 *
 * @returns whether all are at least 0 and below `limit`
 */
export function flattenIndices(indices: usize, target: usize, count: i32, rank: i32, limit: i32, s0: i32, s1: i32, s2: i32, s3: i32, s4: i32, s5: i32): bool {
  for (let i = 0; i < count; i++, target += 4) {
    let place = 0;
    for (let axis = 0; axis < rank; axis++, indices += 4) {
      const step = axis == 0 ? s0 : axis == 1 ? s1 : axis == 2 ? s2 : axis == 3 ? s3 : axis == 4 ? s4 : s5;
      place += i32.load(indices) * step;
    }
    if (<u32>place >= <u32>limit) return false;
    i32.store(target, place);
  }
  return true;
}

// What `scatter` does; src/internal/kernels/indexing/gather-scatter.ts has the same numbers.
// @ts-ignore: decorator
@inline
const SET: i32 = 0;
// @ts-ignore: decorator
@inline
const ADD: i32 = 1;

/** Writes or adds rows of `size` numbers to the rows of `target` with these places; the rows of `updates` are `step` numbers apart, perhaps 0. */
export function scatter(operation: i32, places: usize, updates: usize, target: usize, count: i32, size: i32, step: i32): void {
  const bytes = floats(size), by = floats(step);
  for (let i = 0; i < count; i++, places += 4, updates += by) {
    const to = target + <usize>i32.load(places) * bytes;
    if (size == 1) {
      if (operation == SET) i32.store(to, i32.load(updates));
      else if (operation == ADD) f32.store(to, f32.load(to) + f32.load(updates));
      else i32.store(to, i32.load(to) + i32.load(updates));
    } else if (operation == SET) memory.copy(to, updates, bytes);
    else {
      for (let c: usize = 0; c < bytes; c += 16) {
        const before = v128.load(to + c), more = v128.load(updates + c);
        storeUpTo(to + c, to + bytes, operation == ADD ? f32x4.add(before, more) : i32x4.add(before, more));
      }
    }
  }
}

/**
 * Adds to the bin of each number its weight, or 1 without weights, or makes it 1 where `binary`. Numbers from `size` on
 * have no bin.
 *
 * @returns whether none is negative
 */
export function countBins(x: usize, weights: usize, target: usize, count: i32, size: i32, binary: bool, whole: bool): bool {
  const step: usize = weights == 0 ? 0 : 4;
  if (!binary && !whole && weights != 0) {
    for (const end = x + floats(count); x < end; x += 4, weights += 4) {
      const bin = i32.load(x), to = target + floats(bin);
      if (<u32>bin < <u32>size) f32.store(to, f32.load(to) + f32.load(weights));
      else if (bin < 0) return false;
    }
    return true;
  }
  for (let i = 0; i < count; i++, x += 4, weights += step) {
    const bin = i32.load(x), to = target + floats(bin);
    if (<u32>bin >= <u32>size) {
      if (bin < 0) return false;
    } else if (binary || step == 0) {
      if (whole) i32.store(to, binary ? 1 : i32.load(to) + 1);
      else f32.store(to, binary ? 1 : f32.load(to) + 1);
    } else i32.store(to, i32.load(to) + i32.load(weights));
  }
  return true;
}

/**
 * target[ids[i]] = the sum, or the mean, of the rows data[indices[i]]; `ids` do not fall.
 *
 * @returns whether all indices are below `rows`, and all ids below `segments`
 */
export function sumSegments(data: usize, indices: usize, ids: usize, target: usize, count: i32, rows: i32, columns: i32, segments: i32, mean: bool): bool {
  const bytes = floats(columns), lines = bytes & ~63, zero = f32x4.splat(0);
  for (let first = 0, end = 0, before = -1; first < count; first = end) {
    const id = i32.load(ids + floats(first));
    if (<u32>id >= <u32>segments || id < before) return false;
    for (end = first; end < count && i32.load(ids + floats(end)) == id; end++) {
      if (<u32>i32.load(indices + floats(end)) >= <u32>rows) return false;
    }
    // Those without rows.
    for (before++; before < id; before++) memory.fill(target + <usize>before * bytes, 0, bytes);
    const to = target + <usize>id * bytes, share = f32x4.splat(mean ? 1 / <f32>(end - first) : 1);
    let c: usize = 0;
    for (; c < lines; c += 64) {
      let s0 = zero, s1 = zero, s2 = zero, s3 = zero;
      for (let i = first; i < end; i++) {
        const from = data + <usize>i32.load(indices + floats(i)) * bytes + c;
        s0 = f32x4.add(s0, v128.load(from)); s1 = f32x4.add(s1, v128.load(from, 16));
        s2 = f32x4.add(s2, v128.load(from, 32)); s3 = f32x4.add(s3, v128.load(from, 48));
      }
      v128.store(to + c, f32x4.mul(s0, share)); v128.store(to + c, f32x4.mul(s1, share), 16);
      v128.store(to + c, f32x4.mul(s2, share), 32); v128.store(to + c, f32x4.mul(s3, share), 48);
    }
    for (; c < bytes; c += 16) {
      let sum = zero;
      for (let i = first; i < end; i++) sum = f32x4.add(sum, v128.load(data + <usize>i32.load(indices + floats(i)) * bytes + c));
      storeUpTo(to + c, to + bytes, f32x4.mul(sum, share));
    }
  }
  return true;
}

// @ts-ignore: decorator
@inline
function valueOf(at: usize, whole: bool): f64 {
  return whole ? <f64>i32.load(at) : <f64>f32.load(at);
}

/** Where each of `values`[rows, count] belongs in the sorted row of `sorted`[rows, length]: before its equals, or after them. */
export function searchSorted(sorted: usize, values: usize, target: usize, rows: i32, length: i32, count: i32, after: bool, whole: bool): void {
  for (let i = 0; i < rows; i++, sorted += floats(length)) {
    for (let j = 0; j < count; j++, values += 4, target += 4) {
      const value = valueOf(values, whole);
      let low = 0, high = length;
      while (low < high) {
        const middle = (low + high) >> 1, other = valueOf(sorted + floats(middle), whole);
        if (after ? value >= other : value > other) low = middle + 1;
        else high = middle;
      }
      i32.store(target, low);
    }
  }
}

/** Whether a comes before b: the larger first, and NaN before all. */
// @ts-ignore: decorator
@inline
function isBefore(a: f64, b: f64): bool {
  return a > b || (a != a && b == b);
}

/** The k largest of each row, largest first, and their places; of equals the first first. For k much smaller than a row. */
export function largestOfRows(x: usize, values: usize, places: usize, rows: i32, columns: i32, k: i32, whole: bool): void {
  for (let i = 0; i < rows; i++, values += floats(k), places += floats(k), x += floats(columns)) {
    let found = 0, least: f64 = 0;
    for (let j = 0; j < columns; j++) {
      const value = valueOf(x + floats(j), whole);
      if (found == k && !isBefore(value, least)) continue;
      let at = found < k ? found++ : k - 1;
      for (; at > 0 && isBefore(value, valueOf(values + floats(at - 1), whole)); at--) {
        i32.store(values + floats(at), i32.load(values + floats(at - 1)));
        i32.store(places + floats(at), i32.load(places + floats(at - 1)));
      }
      i32.store(values + floats(at), i32.load(x + floats(j)));
      i32.store(places + floats(at), j);
      least = valueOf(values + floats(found - 1), whole);
    }
  }
}
