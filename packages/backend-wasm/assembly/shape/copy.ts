// Moving elements of four bytes: strided copies, transposes, mirrored padding, fills.

import { Memory, Pointer } from '../common/types';
import { floats, storeUpTo } from '../common/vector';

/** Copies bytes of complete elements. `memory.copy` has a startup cost of some hundred bytes. */
export function copy(target: usize, source: usize, bytes: usize): void {
  if (bytes > 512) memory.copy(target, source, bytes);
  else copyFew(target, source, bytes);
}

// @ts-ignore: decorator
@inline
function copyFew(target: usize, source: usize, bytes: usize): void {
  for (const end = target + bytes; target < end; target += 16, source += 16) storeUpTo(target, end, v128.load(source));
}

/**
 * Copies [n0, n1, n2, n3] elements; the strides `s` of the source and `t` of the target are in elements, and may be 0 or
 * negative.
 */
export function copyStrided(
  source: Memory, target: Pointer, n0: i32, n1: i32, n2: i32, n3: i32,
  s0: i32, s1: i32, s2: i32, s3: i32, t0: i32, t1: i32, t2: i32, t3: i32,
): void {
  const contiguous = s3 == 1 && t3 == 1, bytes = floats(n3), sourceStep = <usize>(s3 << 2), targetStep = <usize>(t3 << 2);
  for (let i = 0; i < n0; i++) {
    for (let j = 0; j < n1; j++) {
      let from = source + (<usize>(i * s0 + j * s1) << 2), to = target + (<usize>(i * t0 + j * t1) << 2);
      for (let k = 0; k < n2; k++) {
        if (contiguous) {
          if (bytes > 512) memory.copy(to, from, bytes);
          else copyFew(to, from, bytes);
        } else {
          let read = from, write = to;
          for (let l = 0; l < n3; l++, read += sourceStep, write += targetStep) i32.store(write, i32.load(read));
        }
        from += <usize>(s2 << 2);
        to += <usize>(t2 << 2);
      }
    }
  }
}

/**
 * target[outer, before + extent + after, inner] = source[outer, extent, inner], mirrored at its ends.
 *
 * @param skipped how many elements at the end itself are not repeated: 1 to reflect, 0 for a symmetric padding
 */
export function mirror(source: Pointer, target: Pointer, outer: i32, extent: i32, inner: i32, before: i32, after: i32, skipped: i32): void {
  const bytes = floats(inner), size = <usize>extent * bytes;
  for (let i = 0; i < outer; i++, source += size) {
    for (let j = before; j-- > 0; target += bytes) copy(target, source + <usize>(j + skipped) * bytes, bytes);
    copy(target, source, size);
    target += size;
    for (let j = extent - skipped, last = j - after; j-- > last; target += bytes) copy(target, source + <usize>j * bytes, bytes);
  }
}

/** [rows, columns] to [columns, rows], 4 × 4 at a time, in square blocks that stay in the cache. */
export function transpose(source: Pointer, target: Pointer, rows: i32, columns: i32): void {
  const rowStep = floats(columns), targetStep = floats(rows);
  for (let top = 0; top < rows; top += 32) {
    const bottom = min(rows, top + 32);
    for (let left = 0; left < columns; left += 32) {
      const right = min(columns, left + 32);
      let i = top;
      for (; i + 4 <= bottom; i += 4) {
        let from = source + <usize>i * rowStep + floats(left), to = target + <usize>left * targetStep + floats(i), j = left;
        for (; j + 4 <= right; j += 4, from += 16, to += 4 * targetStep) {
          const r0 = v128.load(from), r1 = v128.load(from + rowStep), r2 = v128.load(from + 2 * rowStep), r3 = v128.load(from + 3 * rowStep);
          const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
          const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5), high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
          v128.store(to, v128.shuffle<i64>(low01, low23, 0, 2));
          v128.store(to + targetStep, v128.shuffle<i64>(low01, low23, 1, 3));
          v128.store(to + 2 * targetStep, v128.shuffle<i64>(high01, high23, 0, 2));
          v128.store(to + 3 * targetStep, v128.shuffle<i64>(high01, high23, 1, 3));
        }
        for (; j < right; j++, from += 4, to += targetStep) {
          i32.store(to, i32.load(from));
          i32.store(to, i32.load(from + rowStep), 4);
          i32.store(to, i32.load(from + 2 * rowStep), 8);
          i32.store(to, i32.load(from + 3 * rowStep), 12);
        }
      }
      for (; i < bottom; i++) {
        for (let j = left; j < right; j++) {
          i32.store(target + <usize>j * targetStep + floats(i), i32.load(source + <usize>i * rowStep + floats(j)));
        }
      }
    }
  }
}

/** target[count] = the four bytes `bits`. */
export function fill(target: Memory, count: i32, bits: i32): void {
  if (bits == 0) {
    memory.fill(target, 0, floats(count));
    return;
  }
  const end = target + floats(count), four = i32x4.splat(bits);
  for (; target + 16 <= end; target += 16) v128.store(target, four);
  for (; target < end; target += 4) i32.store(target, bits);
}
