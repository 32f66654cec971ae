// Sums and means of rows by segments.

import { Pointer } from '../common/types';
import { floats, storeUpTo } from '../common/vector';

/** target[segments, columns] = the sums of the rows of x with each id; rows whose id is out of range are dropped. */
export function sumUnsortedSegments(x: Pointer, ids: Pointer, target: Pointer, rows: i32, columns: i32, segments: i32): void {
  const step = floats(columns);
  memory.fill(target, 0, <usize>segments * step);
  for (let i = 0; i < rows; i++, ids += 4, x += step) {
    const segment = i32.load(ids), to = target + <usize>segment * step;
    if (<u32>segment >= <u32>segments) continue;
    for (let c: usize = 0; c < step; c += 16) storeUpTo(to + c, to + step, f32x4.add(v128.load(to + c), v128.load(x + c)));
  }
}

/**
 * target[ids[i]] = the sum, or the mean, of the rows data[indices[i]].
 *
 * @returns whether all indices are below `rows`, all ids below `segments`, and the ids sorted
 */
export function sumSortedSegments(data: Pointer, indices: Pointer, ids: Pointer, target: Pointer, count: i32, rows: i32, columns: i32, segments: i32, mean: bool): bool {
  const bytes = floats(columns), wide = bytes & ~63, zero = f32x4.splat(0);
  for (let first = 0, end = 0, before = -1; first < count; first = end) {
    const id = i32.load(ids + floats(first));
    if (<u32>id >= <u32>segments || id < before) return false;
    for (end = first; end < count && i32.load(ids + floats(end)) == id; end++) {
      if (<u32>i32.load(indices + floats(end)) >= <u32>rows) return false;
    }
    // Empty segments.
    for (before++; before < id; before++) memory.fill(target + <usize>before * bytes, 0, bytes);
    const to = target + <usize>id * bytes, share = f32x4.splat(mean ? 1 / <f32>(end - first) : 1);
    let c: usize = 0;
    for (; c < wide; c += 64) {
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
