// How large the elements of the windows of a tile are: whether any is lost beside the largest one of the tile.

import { isFlat, reachY, sideY } from './winograd-tiles';

/** target[6] = the largest magnitudes of the channels of six pixels beside one another, as bits, so that NaN is the largest. */
function magnitudesOf(at: usize, pixel: usize, target: usize): void {
  const end = at + pixel, sign = i32x4.splat(0x7fffffff), at3 = 3 * pixel;
  let m0 = i32x4.splat(0), m1 = m0, m2 = m0, m3 = m0, m4 = m0, m5 = m0;
  for (; at < end; at += 16) {
    const other = at + at3;
    m0 = i32x4.max_s(m0, v128.and(v128.load(at), sign));
    m1 = i32x4.max_s(m1, v128.and(v128.load(at + pixel), sign));
    m2 = i32x4.max_s(m2, v128.and(v128.load(at + 2 * pixel), sign));
    m3 = i32x4.max_s(m3, v128.and(v128.load(other), sign));
    m4 = i32x4.max_s(m4, v128.and(v128.load(other + pixel), sign));
    m5 = i32x4.max_s(m5, v128.and(v128.load(other + 2 * pixel), sign));
  }
  v128.store(target, largestOfFour(m0, m1, m2, m3));
  v128.store64_lane(target, largestOfFour(m4, m5, m4, m5), 0, 16);
}

/** The largest lane of each. */
// @ts-ignore: decorator
@inline
export function largestOfFour(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = i32x4.max_s(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = i32x4.max_s(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  // [a b a b], [c d c d]
  return i32x4.max_s(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

/** The largest magnitudes of the four pixels in the middle of a tile, twice two of a flat one. Each window holds one of them. */
export function centreOf(corner: usize, line: usize, pixel: usize): v128 {
  const sign = i32x4.splat(0x7fffffff);
  if (isFlat()) line = 0;
  let m0 = i32x4.splat(0), m1 = m0, m2 = m0, m3 = m0, at = corner + 2 * line + 2 * pixel;
  for (const end = at + pixel; at < end; at += 16) {
    m0 = i32x4.max_s(m0, v128.and(v128.load(at), sign));
    m1 = i32x4.max_s(m1, v128.and(v128.load(at + pixel), sign));
    m2 = i32x4.max_s(m2, v128.and(v128.load(at + line), sign));
    m3 = i32x4.max_s(m3, v128.and(v128.load(at + line + pixel), sign));
  }
  return largestOfFour(m0, m1, m2, m3);
}

/**
 * Four bits for each row of results: their windows hold zeros only. Four more, sixteen places above: all their elements are
 * smaller than `least`.
 */
export function maskOf(corner: usize, line: usize, pixel: usize, least: v128, scratch: usize): i32 {
  const lines = scratch + 32;
  for (let y: usize = 0; y < <usize>reachY(); y++) {
    magnitudesOf(corner + y * line, pixel, scratch);
    // Of three pixels beside one another.
    v128.store(lines + 16 * y, i32x4.max_s(v128.load(scratch), i32x4.max_s(v128.load(scratch, 4), v128.load(scratch, 8))));
  }
  let mask = 0;
  for (let r = 0; r < sideY(); r++) {
    const at = lines + 16 * <usize>r;
    let windows = v128.load(at);
    if (!isFlat()) windows = i32x4.max_s(windows, i32x4.max_s(v128.load(at, 16), v128.load(at, 32)));
    const zeros = i32x4.bitmask(i32x4.eq(windows, i32x4.splat(0))), small = i32x4.bitmask(f32x4.lt(windows, least));
    mask |= (small & zeros) << (4 * r) | (small & ~zeros) << (16 + 4 * r);
  }
  return mask;
}
