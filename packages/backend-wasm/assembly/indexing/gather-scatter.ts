// Gathering rows from, and scattering rows to, the indices that a tensor holds. Elements have four bytes.

import { Memory, Pointer } from '../common/types';
import { floats, storeUpTo } from '../common/vector';
import { copy, fill } from '../shape/copy';

/** Whether all of `count` indices are at least 0 and below `limit`. */
export function indicesInBounds(indices: Pointer, count: i32, limit: i32): bool {
  for (let i = 0; i < count; i++, indices += 4) {
    if (<u32>i32.load(indices) >= <u32>limit) return false;
  }
  return true;
}

/** target[outer, count, inner] = source[outer, indices, inner], of `extent` rows. The indices must be in bounds. */
export function gather(source: Pointer, indices: Memory, target: Pointer, outer: i32, extent: i32, count: i32, inner: i32): void {
  const bytes = floats(inner);
  for (let i = 0; i < outer; i++, source += floats(extent * inner)) {
    for (let j = 0; j < count; j++, target += bytes) {
      if (inner == 1) i32.store(target, i32.load(source + floats(i32.load(indices + floats(j)))));
      else copy(target, source + <usize>i32.load(indices + floats(j)) * bytes, bytes);
    }
  }
}

/** target[count, depth] = the bits `on` at each index, else `off`; an index out of bounds gives a row of `off`. */
export function oneHot(indices: Pointer, target: Pointer, count: i32, depth: i32, on: i32, off: i32): void {
  fill(target, count * depth, off);
  for (let i = 0; i < count; i++, indices += 4, target += floats(depth)) {
    const index = i32.load(indices);
    if (<u32>index < <u32>depth) i32.store(target + floats(index), on);
  }
}

/**
 * target[count] = Σ indices[count, rank] · strides, at most six of them.
 *
 * @returns whether all are at least 0 and below `limit`
 */
export function flattenIndices(indices: Pointer, target: Memory, count: i32, rank: i32, limit: i32, s0: i32, s1: i32, s2: i32, s3: i32, s4: i32, s5: i32): bool {
  for (let i = 0; i < count; i++, target += 4) {
    let index = 0;
    for (let axis = 0; axis < rank; axis++, indices += 4) {
      const step = axis == 0 ? s0 : axis == 1 ? s1 : axis == 2 ? s2 : axis == 3 ? s3 : axis == 4 ? s4 : s5;
      index += i32.load(indices) * step;
    }
    if (<u32>index >= <u32>limit) return false;
    i32.store(target, index);
  }
  return true;
}

/** How a row is written: over what is there, or added to it as float32 or int32. */
export const enum ScatterCode { Set, Add, IntegerAdd }

/**
 * Writes or adds rows of `size` elements to the rows of `target` at these indices, which must be in bounds.
 *
 * @param step elements from one row of `updates` to the next: 0 where all are the same
 */
export function scatter(code: ScatterCode, indices: Memory, updates: Pointer, target: Pointer, count: i32, size: i32, step: i32): void {
  const bytes = floats(size), by = floats(step);
  for (let i = 0; i < count; i++, indices += 4, updates += by) {
    const to = target + <usize>i32.load(indices) * bytes;
    if (size == 1) {
      if (code == ScatterCode.Set) i32.store(to, i32.load(updates));
      else if (code == ScatterCode.Add) f32.store(to, f32.load(to) + f32.load(updates));
      else i32.store(to, i32.load(to) + i32.load(updates));
    } else if (code == ScatterCode.Set) memory.copy(to, updates, bytes);
    else {
      for (let c: usize = 0; c < bytes; c += 16) {
        const before = v128.load(to + c), more = v128.load(updates + c);
        storeUpTo(to + c, to + bytes, code == ScatterCode.Add ? f32x4.add(before, more) : i32x4.add(before, more));
      }
    }
  }
}
