// Dropout, with the random draws that `@neurite/ops` defines for each element.

import { Pointer } from '../common/types';
import { floats, storeUpTo } from '../common/vector';

// @ts-ignore: decorator
@inline
const PARITY: i32 = 0x1bd11bda;
// @ts-ignore: decorator
@inline
const GROUPS: i32 = 5;

// @ts-ignore: decorator
@inline
function rotate(x: v128, bits: i32): v128 {
  return v128.or(i32x4.shl(x, bits), i32x4.shr_u(x, 32 - bits));
}

/**
 * target = x · scale where the upper 24 bits of the draw are at least `threshold`, else 0. Four counters of Threefry-2x32
 * at a time, which are the draws of a block of eight elements.
 *
 * @param key two words as four halves of 16 bits each, of int32
 * @param first the index of the first element among all; its block may begin before it
 */
export function dropout(x: Pointer, key: Pointer, target: Pointer, first: u32, count: i32, threshold: i32, scale: f32): void {
  const end = target + floats(count), factor = f32x4.splat(scale), limit = i32x4.splat(threshold);
  const key0 = word(key), key1 = word(key + 8);
  const k0 = i32x4.splat(key0), k1 = i32x4.splat(key1), k2 = i32x4.splat(key0 ^ key1 ^ PARITY);
  let counters = i32x4.add(i32x4.splat((first >> 3) << 2), i32x4(0, 1, 2, 3));
  for (let lane = first & 7; target < end; lane = 0) {
    let a = i32x4.add(counters, k0), b = k1, p = k1, q = k2, r = k0;
    for (let group = 1; ; group++) {
      a = i32x4.add(a, b), b = v128.xor(rotate(b, 13), a);
      a = i32x4.add(a, b), b = v128.xor(rotate(b, 15), a);
      a = i32x4.add(a, b), b = v128.xor(rotate(b, 26), a);
      a = i32x4.add(a, b), b = v128.xor(rotate(b, 6), a);
      a = i32x4.add(a, p), b = i32x4.add(i32x4.add(b, q), i32x4.splat(group));
      if (group == GROUPS) break;
      group++;
      a = i32x4.add(a, b), b = v128.xor(rotate(b, 17), a);
      a = i32x4.add(a, b), b = v128.xor(rotate(b, 29), a);
      a = i32x4.add(a, b), b = v128.xor(rotate(b, 16), a);
      a = i32x4.add(a, b), b = v128.xor(rotate(b, 24), a);
      a = i32x4.add(a, q), b = i32x4.add(i32x4.add(b, r), i32x4.splat(group));
      const next = r;
      r = q, q = p, p = next;
    }
    counters = i32x4.add(counters, i32x4.splat(4));
    if (lane > 0) {
      for (; lane < 8 && target < end; lane++, x += 4, target += 4) {
        const draw = lane < 4 ? a : b;
        store<f32>(target, laneOf(draw, lane & 3) >>> 8 >= u32(threshold) ? load<f32>(x) * scale : 0);
      }
    } else {
      storeUpTo(target, end, kept(x, factor, a, limit));
      if (target + 16 < end) storeUpTo(target + 16, end, kept(x + 16, factor, b, limit));
      x += 32, target += 32;
    }
  }
}

// @ts-ignore: decorator
@inline
function word(halves: usize): i32 {
  return load<i32>(halves) | (load<i32>(halves, 4) << 16);
}

/** One of four words. */
function laneOf(words: v128, lane: u32): u32 {
  return i32x4.extract_lane(i8x16.swizzle(words, i32x4.splat(0x03020100 + 0x04040404 * lane)), 0);
}

// @ts-ignore: decorator
@inline
function kept(x: usize, factor: v128, draws: v128, limit: v128): v128 {
  return v128.and(f32x4.mul(v128.load(x), factor), i32x4.ge_s(i32x4.shr_u(draws, 8), limit));
}
