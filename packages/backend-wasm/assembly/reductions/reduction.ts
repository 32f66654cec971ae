// Sums and extrema over one axis of [outer, axis, inner]. Long sums are made of partial sums, because a running sum in single
// precision loses digits.

import { Memory, Pointer } from '../common/types';
import { choose, floats, lost, storeUpTo, sumOfLanes } from '../common/vector';

/** Rows in a partial sum at most. Where there are more of these than it has rows, what their sum loses is added, too. */
// @ts-ignore: decorator
@inline
const MOST_ROWS: i32 = 64;
/** The number of elements in a partial sum of a contiguous axis. */
// @ts-ignore: decorator
@inline
const CHUNK: i32 = 1024;

export const enum ReductionCode { Sum, Max, Min }

// @ts-ignore: decorator
@inline
function combine(code: ReductionCode, a: v128, b: v128): v128 {
  if (code == ReductionCode.Sum) return f32x4.add(a, b);
  // One instruction each, where `max` and `min` are eight; they drop a b that is NaN.
  if (code == ReductionCode.Max) return f32x4.pmax(a, b);
  return f32x4.pmin(a, b);
}

/** All ones where x was NaN, or `before` was. */
// @ts-ignore: decorator
@inline
function orNaN(code: ReductionCode, before: v128, x: v128): v128 {
  return code == ReductionCode.Sum ? before : v128.or(before, f32x4.ne(x, x));
}

// @ts-ignore: decorator
@inline
function neutral(code: ReductionCode): f32 {
  if (code == ReductionCode.Sum) return 0;
  return code == ReductionCode.Max ? -Infinity : Infinity;
}

function sumOfRun(x: usize, count: i32): f64 {
  let total: f64 = 0;
  while (count > 0) {
    const chunk = min(count, CHUNK), wide = x + (floats(chunk) & ~63), end = x + floats(chunk);
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    for (; x < wide; x += 64) {
      s0 = f32x4.add(s0, v128.load(x));
      s1 = f32x4.add(s1, v128.load(x, 16));
      s2 = f32x4.add(s2, v128.load(x, 32));
      s3 = f32x4.add(s3, v128.load(x, 48));
    }
    total += <f64>sumOfLanes(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
    for (; x < end; x += 4) total += <f64>f32.load(x);
    count -= chunk;
  }
  return total;
}

// @ts-ignore: decorator
@inline
function extremeOfRun(code: ReductionCode, x: usize, count: i32): f32 {
  let best = f32x4.splat(neutral(code)), second = best, third = best, fourth = best;
  let hasNan = i32x4.splat(0), otherHasNan = hasNan;
  const wide = x + (floats(count) & ~63), end = x + floats(count);
  for (; x < wide; x += 64) {
    const a = v128.load(x), b = v128.load(x, 16), c = v128.load(x, 32), d = v128.load(x, 48);
    best = combine(code, best, a);
    second = combine(code, second, b);
    third = combine(code, third, c);
    fourth = combine(code, fourth, d);
    hasNan = orNaN(code, orNaN(code, hasNan, a), b);
    otherHasNan = orNaN(code, orNaN(code, otherHasNan, c), d);
  }
  for (; x < end; x += 4) {
    const one = v128.load_splat<f32>(x);
    best = combine(code, best, one);
    hasNan = orNaN(code, hasNan, one);
  }
  if (v128.any_true(v128.or(hasNan, otherHasNan))) return NaN;
  best = combine(code, combine(code, best, second), combine(code, third, fourth));
  best = combine(code, best, v128.shuffle<f32>(best, best, 2, 3, 0, 1));
  best = combine(code, best, v128.shuffle<f32>(best, best, 1, 0, 3, 2));
  return f32x4.extract_lane(best, 0);
}

/** Reduces `rows` rows of `inner` floats, `step` bytes apart, to one row, 16 columns at a time. */
// @ts-ignore: decorator
@inline
function combineRows(code: ReductionCode, x: usize, target: usize, rows: i32, step: usize, inner: i32, scale: f32): void {
  // About as many partial sums as each has rows: then the rounding error is smallest.
  const chunk = min(MOST_ROWS, 1 << ((32 - clz(rows)) >> 1)), exact = code == ReductionCode.Sum && rows > MOST_ROWS * MOST_ROWS;
  const end = target + floats(inner), factor = f32x4.splat(scale), start = f32x4.splat(neutral(code)), nan = f32x4.splat(NaN);
  for (; target + 64 <= end; x += 64, target += 64) {
    let t0 = start, t1 = start, t2 = start, t3 = start, at = x, e0 = f32x4.splat(0), e1 = e0, e2 = e0, e3 = e0;
    let o0 = i32x4.splat(0), o1 = o0, o2 = o0, o3 = o0;
    for (let left = rows; left > 0; left -= chunk) {
      let s0 = start, s1 = start, s2 = start, s3 = start;
      for (let i = min(left, chunk); i > 0; i--, at += step) {
        const a = v128.load(at), b = v128.load(at, 16), c = v128.load(at, 32), d = v128.load(at, 48);
        s0 = combine(code, s0, a); s1 = combine(code, s1, b);
        s2 = combine(code, s2, c); s3 = combine(code, s3, d);
        o0 = orNaN(code, o0, a); o1 = orNaN(code, o1, b);
        o2 = orNaN(code, o2, c); o3 = orNaN(code, o3, d);
      }
      if (exact) {
        s0 = f32x4.sub(s0, e0); s1 = f32x4.sub(s1, e1); s2 = f32x4.sub(s2, e2); s3 = f32x4.sub(s3, e3);
        const n0 = f32x4.add(t0, s0), n1 = f32x4.add(t1, s1), n2 = f32x4.add(t2, s2), n3 = f32x4.add(t3, s3);
        e0 = lost(n0, t0, s0); e1 = lost(n1, t1, s1); e2 = lost(n2, t2, s2); e3 = lost(n3, t3, s3);
        t0 = n0; t1 = n1; t2 = n2; t3 = n3;
        continue;
      }
      t0 = combine(code, t0, s0); t1 = combine(code, t1, s1);
      t2 = combine(code, t2, s2); t3 = combine(code, t3, s3);
    }
    if (code == ReductionCode.Sum) {
      t0 = f32x4.mul(t0, factor); t1 = f32x4.mul(t1, factor); t2 = f32x4.mul(t2, factor); t3 = f32x4.mul(t3, factor);
    } else {
      t0 = choose(o0, nan, t0); t1 = choose(o1, nan, t1); t2 = choose(o2, nan, t2); t3 = choose(o3, nan, t3);
    }
    v128.store(target, t0); v128.store(target, t1, 16); v128.store(target, t2, 32); v128.store(target, t3, 48);
  }
  for (; target < end; x += 16, target += 16) {
    let total = start, hasNan = i32x4.splat(0), at = x, error = f32x4.splat(0);
    for (let left = rows; left > 0; left -= chunk) {
      let part = start;
      for (let i = min(left, chunk); i > 0; i--, at += step) {
        const a = v128.load(at);
        part = combine(code, part, a);
        hasNan = orNaN(code, hasNan, a);
      }
      if (exact) {
        part = f32x4.sub(part, error);
        const next = f32x4.add(total, part);
        error = lost(next, total, part);
        total = next;
        continue;
      }
      total = combine(code, total, part);
    }
    storeUpTo(target, end, code == ReductionCode.Sum ? f32x4.mul(total, factor) : choose(hasNan, nan, total));
  }
}

/**
 * target[columns] = the sums over rows, times `scale`, with the same bits for some columns as for all.
 *
 * @param distance floats from one row to the next
 */
export function sumColumns(x: Memory, target: Pointer, rows: i32, distance: i32, columns: i32, scale: f32): void {
  combineRows(ReductionCode.Sum, x, target, rows, floats(distance), columns, scale);
}

/** target[columns] = the maxima over rows; the arguments are those of `sumColumns`. */
export function maxColumns(x: Memory, target: Pointer, rows: i32, distance: i32, columns: i32): void {
  combineRows(ReductionCode.Max, x, target, rows, floats(distance), columns, 1);
}

/** target[columns] = the minima over rows. */
export function minColumns(x: Memory, target: Pointer, rows: i32, distance: i32, columns: i32): void {
  combineRows(ReductionCode.Min, x, target, rows, floats(distance), columns, 1);
}

/** target[outer, inner] = the sums over the axis, times `scale`. */
export function sum(x: usize, target: usize, outer: i32, axis: i32, inner: i32, scale: f32): void {
  const step = floats(axis * inner);
  for (let i = 0; i < outer; i++, x += step, target += floats(inner)) {
    if (inner == 1) f32.store(target, <f32>(sumOfRun(x, axis) * <f64>scale));
    else sumColumns(x, target, axis, inner, inner, scale);
  }
}

/** target[outer, inner] from x[outer, axis, inner]: sums times `scale`, or extrema, which ignore it. */
export function reduce(code: ReductionCode, x: Memory, target: Pointer, outer: i32, axis: i32, inner: i32, scale: f32): void {
  if (code == ReductionCode.Sum) {
    sum(x, target, outer, axis, inner, scale);
    return;
  }
  const step = floats(axis * inner);
  for (let i = 0; i < outer; i++, x += step, target += floats(inner)) {
    if (code == ReductionCode.Max) {
      if (inner == 1) f32.store(target, extremeOfRun(ReductionCode.Max, x, axis));
      else maxColumns(x, target, axis, inner, inner);
    } else if (inner == 1) f32.store(target, extremeOfRun(ReductionCode.Min, x, axis));
    else minColumns(x, target, axis, inner, inner);
  }
}

/** The index of the first NaN, where there is one. */
function firstNan(x: usize): i32 {
  let index = 0;
  for (let value = f32.load(x); value == value; value = f32.load(x + floats(index))) index++;
  return index;
}

/** target[rows] = the index of the first NaN of each row, or else of its first maximum (`sign` 1) or minimum (−1). */
export function argExtremum(x: Pointer, target: Pointer, rows: i32, columns: i32, sign: f32): void {
  const factor = f32x4.splat(sign), four = i32x4.splat(4);
  for (let i = 0; i < rows; i++, target += 4) {
    let best: f32 = -Infinity, index = 0, j = 0, hasNan = i32x4.splat(0);
    if (columns >= 16) {
      let extremum = f32x4.splat(-Infinity), at = i32x4(0, 1, 2, 3), indices = i32x4.splat(0);
      for (; j + 4 <= columns; j += 4) {
        const value = f32x4.mul(v128.load(x + floats(j)), factor), isLarger = f32x4.gt(value, extremum);
        hasNan = v128.or(hasNan, f32x4.ne(value, value));
        extremum = choose(isLarger, value, extremum);
        indices = choose(isLarger, at, indices);
        at = i32x4.add(at, four);
      }
      best = max<f32>(max<f32>(f32x4.extract_lane(extremum, 0), f32x4.extract_lane(extremum, 1)), max<f32>(f32x4.extract_lane(extremum, 2), f32x4.extract_lane(extremum, 3)));
      // Of equals the first.
      const found = choose(f32x4.eq(extremum, f32x4.splat(best)), indices, i32x4.splat(i32.MAX_VALUE));
      const pairs = i32x4.min_s(found, v128.shuffle<i32>(found, found, 2, 3, 0, 1));
      index = min(i32x4.extract_lane(pairs, 0), i32x4.extract_lane(pairs, 1));
    }
    for (; j < columns; j++) {
      const value = f32.load(x + floats(j)) * sign;
      if (value != value) hasNan = i32x4.splat(-1);
      if (value > best) {
        best = value;
        index = j;
      }
    }
    i32.store(target, v128.any_true(hasNan) ? firstNan(x) : index);
    x += floats(columns);
  }
}
