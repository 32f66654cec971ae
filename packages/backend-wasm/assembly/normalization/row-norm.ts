// Layer and root mean square normalization: every row has its own statistics, columns their scale and offset.

import { OptionalPointer, Pointer } from '../common/types';
import { floats, flush, multiplyAdd, storeUpTo, within } from '../common/vector';

/** The rows of a partial sum of the gradients by scale and offset: a long sum in single precision loses digits. */
export const enum RowNormSize { ChunkRows = 64 }

let ZERO: v128 = f32x4.splat(0);
let ONE: v128 = f32x4.splat(1);

// What `readRow` found, each in all lanes. Distances are taken from `middle`, an element of the row; `mean` is their mean.
let middle: v128 = f32x4.splat(0);
let mean: v128 = f32x4.splat(0);
/** 1 / √(variance + epsilon) */
let inverse: v128 = f32x4.splat(0);
/** The mean of g, and that of g times the distance. */
let level: v128 = f32x4.splat(0);
let tilt: v128 = f32x4.splat(0);

/** The sum of the lanes of both, in each lane. */
// @ts-ignore: decorator
@inline
function sumInLanes(a: v128, b: v128): v128 {
  const all = f32x4.add(a, b), pairs = f32x4.add(all, v128.shuffle<f32>(all, all, 2, 3, 0, 1));
  return f32x4.add(pairs, v128.shuffle<f32>(pairs, pairs, 1, 0, 3, 2));
}

/**
 * The statistics of a row, and with `back` those of g = dy · scale, in one pass: variance = mean(d²) − mean(d)² for distances
 * d from the first element. Where the mean is more than four deviations from there, the difference loses digits, and the row
 * is read again from about its mean. Where it is not `centered`, d is x, and the mean counts as 0.
 */
// @ts-ignore: decorator
@inline
function readRow(centered: bool, back: bool, x: usize, dy: usize, scale: usize, columns: i32, epsilon: f32): void {
  const bytes = floats(columns), wide = bytes & ~31, share = f32x4.splat(1 / <f32>columns);
  let from = centered ? v128.load_splat<f32>(x) : ZERO;
  for (let again = true; ; again = false) {
    let s0 = ZERO, s1 = ZERO, q0 = ZERO, q1 = ZERO, g0 = ZERO, g1 = ZERO, t0 = ZERO, t1 = ZERO, at: usize = 0;
    for (; at < wide; at += 32) {
      const d0 = centered ? f32x4.sub(v128.load(x + at), from) : v128.load(x + at);
      const d1 = centered ? f32x4.sub(v128.load(x + at, 16), from) : v128.load(x + at, 16);
      if (centered) {
        s0 = f32x4.add(s0, d0);
        s1 = f32x4.add(s1, d1);
      }
      q0 = multiplyAdd(d0, d0, q0);
      q1 = multiplyAdd(d1, d1, q1);
      if (back) {
        const a = f32x4.mul(v128.load(dy + at), v128.load(scale + at)), b = f32x4.mul(v128.load(dy + at, 16), v128.load(scale + at, 16));
        if (centered) {
          g0 = f32x4.add(g0, a);
          g1 = f32x4.add(g1, b);
        }
        t0 = multiplyAdd(a, d0, t0);
        t1 = multiplyAdd(b, d1, t1);
      }
    }
    for (; at < bytes; at += 16) {
      const d = within(f32x4.sub(v128.load(x + at), from), x + at, x + bytes);
      if (centered) s0 = f32x4.add(s0, d);
      q0 = multiplyAdd(d, d, q0);
      if (back) {
        const g = within(f32x4.mul(v128.load(dy + at), v128.load(scale + at)), x + at, x + bytes);
        if (centered) g0 = f32x4.add(g0, g);
        t0 = multiplyAdd(g, d, t0);
      }
    }
    let variance = f32x4.mul(sumInLanes(q0, q1), share);
    if (centered) {
      const rest = f32x4.mul(sumInLanes(s0, s1), share), square = f32x4.mul(rest, rest);
      variance = f32x4.max(ZERO, f32x4.sub(variance, square));
      if (again && v128.any_true(f32x4.gt(square, f32x4.mul(variance, f32x4.splat(16))))) {
        from = f32x4.add(from, rest);
        continue;
      }
      middle = from;
      mean = rest;
    }
    inverse = f32x4.div(ONE, f32x4.sqrt(f32x4.add(variance, f32x4.splat(epsilon))));
    if (back) {
      if (centered) level = f32x4.mul(sumInLanes(g0, g1), share);
      tilt = f32x4.mul(sumInLanes(t0, t1), share);
    }
    return;
  }
}

/** s = (x − mean) · inverse, where `shift` is −mean · inverse. */
// @ts-ignore: decorator
@inline
function standard(centered: bool, x: usize, from: v128, up: v128, shift: v128): v128 {
  return centered ? multiplyAdd(f32x4.sub(v128.load(x), from), up, shift) : f32x4.mul(v128.load(x), up);
}

// @ts-ignore: decorator
@inline
function result(centered: bool, s: v128, scale: v128, offset: v128): v128 {
  return flush(centered ? multiplyAdd(s, scale, offset) : f32x4.mul(s, scale));
}

/** Two rows at a time: the statistics of one do not wait for those of the other. The last may be alone, and is both. */
// @ts-ignore: decorator
@inline
function normalizeRows(centered: bool, x: usize, scale: usize, offset: usize, target: usize, rows: i32, columns: i32, epsilon: f32): void {
  const step = floats(columns), whole = step & ~15;
  for (let i = 0; i < rows; i += 2, x += 2 * step, target += 2 * step) {
    const next = i + 1 < rows ? step : 0, x1 = x + next, target1 = target + next;
    readRow(centered, false, x, 0, 0, columns, epsilon);
    const from0 = middle, up0 = inverse, shift0 = centered ? f32x4.neg(f32x4.mul(mean, up0)) : ZERO;
    readRow(centered, false, x1, 0, 0, columns, epsilon);
    const from1 = middle, up1 = inverse, shift1 = centered ? f32x4.neg(f32x4.mul(mean, up1)) : ZERO;
    let at: usize = 0;
    for (; at < whole; at += 16) {
      const factor = v128.load(scale + at), added = centered ? v128.load(offset + at) : ZERO;
      v128.store(target + at, result(centered, standard(centered, x + at, from0, up0, shift0), factor, added));
      v128.store(target1 + at, result(centered, standard(centered, x1 + at, from1, up1, shift1), factor, added));
    }
    if (at < step) {
      const factor = v128.load(scale + at), added = centered ? v128.load(offset + at) : ZERO;
      storeUpTo(target + at, target + step, result(centered, standard(centered, x + at, from0, up0, shift0), factor, added));
      storeUpTo(target1 + at, target1 + step, result(centered, standard(centered, x1 + at, from1, up1, shift1), factor, added));
    }
  }
}

/** target[rows, columns] = (x − mean) / √(variance + epsilon) · scale + offset; where `offset` is 0, so is the mean. */
export function rowNorm(x: Pointer, scale: Pointer, offset: OptionalPointer, target: Pointer, rows: i32, columns: i32, epsilon: f32): void {
  if (offset) normalizeRows(true, x, scale, offset, target, rows, columns, epsilon);
  else normalizeRows(false, x, scale, offset, target, rows, columns, epsilon);
}

/** dx = inverse · g − s · tilt − level, with these times inverse. */
// @ts-ignore: decorator
@inline
function inputGradient(centered: bool, gradient: v128, scale: v128, s: v128, up: v128, minusLevel: v128, minusTilt: v128): v128 {
  const g = f32x4.mul(gradient, scale);
  return flush(multiplyAdd(s, minusTilt, centered ? multiplyAdd(g, up, minusLevel) : f32x4.mul(g, up)));
}

// @ts-ignore: decorator
@inline
function differentiateRows(
  centered: bool, dy: usize, x: usize, scale: usize, dx: usize, dScale: usize, dOffset: usize, rows: i32, columns: i32, epsilon: f32,
): void {
  const step = floats(columns), whole = step & ~15;
  for (let i = 0; i < rows; i += 2, dy += 2 * step, x += 2 * step, dx += 2 * step) {
    if (i % RowNormSize.ChunkRows == 0) {
      if (i > 0) {
        dScale += step;
        dOffset += step;
      }
      memory.fill(dScale, 0, step);
      if (centered) memory.fill(dOffset, 0, step);
    }
    // Alone, the last row is read twice and counts once.
    const isPair = i + 1 < rows, next = isPair ? step : 0, x1 = x + next, dy1 = dy + next, dx1 = dx + next, counts = i32x4.splat(isPair ? -1 : 0);
    readRow(centered, true, x, dy, scale, columns, epsilon);
    const from0 = middle, up0 = inverse, shift0 = centered ? f32x4.neg(f32x4.mul(mean, up0)) : ZERO;
    const level0 = centered ? f32x4.neg(f32x4.mul(level, up0)) : ZERO;
    const tilt0 = f32x4.neg(f32x4.mul(f32x4.mul(centered ? f32x4.sub(tilt, f32x4.mul(mean, level)) : tilt, up0), up0));
    readRow(centered, true, x1, dy1, scale, columns, epsilon);
    const from1 = middle, up1 = inverse, shift1 = centered ? f32x4.neg(f32x4.mul(mean, up1)) : ZERO;
    const level1 = centered ? f32x4.neg(f32x4.mul(level, up1)) : ZERO;
    const tilt1 = f32x4.neg(f32x4.mul(f32x4.mul(centered ? f32x4.sub(tilt, f32x4.mul(mean, level)) : tilt, up1), up1));
    let at: usize = 0;
    for (; at < step; at += 16) {
      const factor = v128.load(scale + at), gradient0 = v128.load(dy + at), gradient1 = v128.load(dy1 + at);
      const s0 = standard(centered, x + at, from0, up0, shift0), s1 = standard(centered, x1 + at, from1, up1, shift1);
      const result0 = inputGradient(centered, gradient0, factor, s0, up0, level0, tilt0);
      const result1 = inputGradient(centered, gradient1, factor, s1, up1, level1, tilt1);
      const counted = v128.and(gradient1, counts);
      const byScale = multiplyAdd(counted, s1, multiplyAdd(gradient0, s0, v128.load(dScale + at)));
      if (at < whole) {
        v128.store(dx + at, result0);
        v128.store(dx1 + at, result1);
        v128.store(dScale + at, byScale);
        if (centered) v128.store(dOffset + at, f32x4.add(f32x4.add(v128.load(dOffset + at), gradient0), counted));
      } else {
        storeUpTo(dx + at, dx + step, result0);
        storeUpTo(dx1 + at, dx1 + step, result1);
        storeUpTo(dScale + at, dScale + step, byScale);
        if (centered) storeUpTo(dOffset + at, dOffset + step, f32x4.add(f32x4.add(v128.load(dOffset + at), gradient0), counted));
      }
    }
  }
}

/**
 * dx = inverse · (g − mean(g) − s · mean(g · s)) with g = dy · scale and s = (x − mean) · inverse. Of dScale = Σ dy · s
 * and dOffset = Σ dy, partial sums over `RowNormSize.ChunkRows` rows each; where `dOffset` is 0, so are the means of x and g.
 */
export function rowNormGradient(
  dy: Pointer, x: Pointer, scale: Pointer, dx: Pointer, dScale: Pointer, dOffset: OptionalPointer, rows: i32, columns: i32, epsilon: f32,
): void {
  if (dOffset) differentiateRows(true, dy, x, scale, dx, dScale, dOffset, rows, columns, epsilon);
  else differentiateRows(false, dy, x, scale, dx, dScale, dOffset, rows, columns, epsilon);
}
