// Dropout with the draws in it: core says which draw belongs to which place.

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
 * target = x · scale where the upper 24 bits of the draw are at least `threshold`, else 0. Four counts of Threefry-2x32 at
 * a time, which are the draws of eight places.
 *
 * @param first the place of the first number among all, a multiple of 8
 */
export function dropout(x: usize, target: usize, first: u32, count: i32, key0: i32, key1: i32, threshold: i32, scale: f32): void {
  const end = target + floats(count), factor = f32x4.splat(scale), limit = i32x4.splat(threshold);
  const k0 = i32x4.splat(key0), k1 = i32x4.splat(key1), k2 = i32x4.splat(key0 ^ key1 ^ PARITY);
  let counts = i32x4.add(i32x4.splat(first >> 1), i32x4(0, 1, 2, 3));
  for (; target < end; x += 32, target += 32) {
    let a = i32x4.add(counts, k0), b = k1, p = k1, q = k2, r = k0;
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
    storeUpTo(target, end, kept(x, factor, a, limit));
    if (target + 16 < end) storeUpTo(target + 16, end, kept(x + 16, factor, b, limit));
    counts = i32x4.add(counts, i32x4.splat(4));
  }
}

// @ts-ignore: decorator
@inline
function kept(x: usize, factor: v128, draws: v128, limit: v128): v128 {
  return v128.and(f32x4.mul(v128.load(x), factor), i32x4.ge_s(i32x4.shr_u(draws, 8), limit));
}
