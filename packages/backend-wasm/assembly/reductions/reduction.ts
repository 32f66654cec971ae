// Sums and extremes over one axis of [outer, axis, inner]. Long sums are made of short ones, because float32 forgets.

import { choose, floats, storeUpTo, sumOfLanes } from '../common/vector';

/** How many are added up before the sum is added to the total. */
// @ts-ignore: decorator
@inline
const CHUNK: i32 = 1024;

// src/internal/kernels/reductions/reduction.ts has the same numbers.
// @ts-ignore: decorator
@inline
const SUM: i32 = 0;
// @ts-ignore: decorator
@inline
const MAXIMUM: i32 = 1;
// @ts-ignore: decorator
@inline
const MINIMUM: i32 = 2;

// @ts-ignore: decorator
@inline
function combine(operation: i32, a: v128, b: v128): v128 {
  if (operation == SUM) return f32x4.add(a, b);
  // One instruction each, where `max` and `min` are eight; they pass over a b that is NaN.
  if (operation == MAXIMUM) return f32x4.pmax(a, b);
  return f32x4.pmin(a, b);
}

/** All ones where x was NaN, or `before` was. */
// @ts-ignore: decorator
@inline
function orNaN(operation: i32, before: v128, x: v128): v128 {
  return operation == SUM ? before : v128.or(before, f32x4.ne(x, x));
}

// @ts-ignore: decorator
@inline
function neutral(operation: i32): f32 {
  if (operation == SUM) return 0;
  return operation == MAXIMUM ? -Infinity : Infinity;
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
function extremeOfRun(operation: i32, x: usize, count: i32): f32 {
  let best = f32x4.splat(neutral(operation)), second = best, third = best, fourth = best;
  let odd = i32x4.splat(0), otherOdd = odd;
  const wide = x + (floats(count) & ~63), end = x + floats(count);
  for (; x < wide; x += 64) {
    const a = v128.load(x), b = v128.load(x, 16), c = v128.load(x, 32), d = v128.load(x, 48);
    best = combine(operation, best, a);
    second = combine(operation, second, b);
    third = combine(operation, third, c);
    fourth = combine(operation, fourth, d);
    odd = orNaN(operation, orNaN(operation, odd, a), b);
    otherOdd = orNaN(operation, orNaN(operation, otherOdd, c), d);
  }
  for (; x < end; x += 4) {
    const one = v128.load_splat<f32>(x);
    best = combine(operation, best, one);
    odd = orNaN(operation, odd, one);
  }
  if (v128.any_true(v128.or(odd, otherOdd))) return NaN;
  best = combine(operation, combine(operation, best, second), combine(operation, third, fourth));
  best = combine(operation, best, v128.shuffle<f32>(best, best, 2, 3, 0, 1));
  best = combine(operation, best, v128.shuffle<f32>(best, best, 1, 0, 3, 2));
  return f32x4.extract_lane(best, 0);
}

/** Combines `rows` rows of `inner` numbers, `step` bytes apart, into one row, 16 columns at a time. */
// @ts-ignore: decorator
@inline
function combineRows(operation: i32, x: usize, target: usize, rows: i32, step: usize, inner: i32, scale: f32): void {
  // Partial sums of about as many rows as there are partial sums lose least.
  const chunk = 1 << ((32 - clz(rows)) >> 1);
  const end = target + floats(inner), factor = f32x4.splat(scale), start = f32x4.splat(neutral(operation)), nan = f32x4.splat(NaN);
  for (; target + 64 <= end; x += 64, target += 64) {
    let t0 = start, t1 = start, t2 = start, t3 = start, at = x;
    let o0 = i32x4.splat(0), o1 = o0, o2 = o0, o3 = o0;
    for (let left = rows; left > 0; left -= chunk) {
      let s0 = start, s1 = start, s2 = start, s3 = start;
      for (let i = min(left, chunk); i > 0; i--, at += step) {
        const a = v128.load(at), b = v128.load(at, 16), c = v128.load(at, 32), d = v128.load(at, 48);
        s0 = combine(operation, s0, a); s1 = combine(operation, s1, b);
        s2 = combine(operation, s2, c); s3 = combine(operation, s3, d);
        o0 = orNaN(operation, o0, a); o1 = orNaN(operation, o1, b);
        o2 = orNaN(operation, o2, c); o3 = orNaN(operation, o3, d);
      }
      t0 = combine(operation, t0, s0); t1 = combine(operation, t1, s1);
      t2 = combine(operation, t2, s2); t3 = combine(operation, t3, s3);
    }
    if (operation == SUM) {
      t0 = f32x4.mul(t0, factor); t1 = f32x4.mul(t1, factor); t2 = f32x4.mul(t2, factor); t3 = f32x4.mul(t3, factor);
    } else {
      t0 = choose(o0, nan, t0); t1 = choose(o1, nan, t1); t2 = choose(o2, nan, t2); t3 = choose(o3, nan, t3);
    }
    v128.store(target, t0); v128.store(target, t1, 16); v128.store(target, t2, 32); v128.store(target, t3, 48);
  }
  for (; target < end; x += 16, target += 16) {
    let total = start, odd = i32x4.splat(0), at = x;
    for (let left = rows; left > 0; left -= chunk) {
      let part = start;
      for (let i = min(left, chunk); i > 0; i--, at += step) {
        const a = v128.load(at);
        part = combine(operation, part, a);
        odd = orNaN(operation, odd, a);
      }
      total = combine(operation, total, part);
    }
    storeUpTo(target, end, operation == SUM ? f32x4.mul(total, factor) : choose(odd, nan, total));
  }
}

/** The sums of `columns` columns of rows that lie `distance` numbers apart; the same bits as in a sum of whole rows. */
export function sumColumns(x: usize, target: usize, rows: i32, distance: i32, columns: i32, scale: f32): void {
  combineRows(SUM, x, target, rows, floats(distance), columns, scale);
}

export function largestOfColumns(x: usize, target: usize, rows: i32, distance: i32, columns: i32): void {
  combineRows(MAXIMUM, x, target, rows, floats(distance), columns, 1);
}

export function smallestOfColumns(x: usize, target: usize, rows: i32, distance: i32, columns: i32): void {
  combineRows(MINIMUM, x, target, rows, floats(distance), columns, 1);
}

/** Sums, times `scale`: 1, or one over the number of elements for a mean. */
export function sum(x: usize, target: usize, outer: i32, axis: i32, inner: i32, scale: f32): void {
  const step = floats(axis * inner);
  for (let i = 0; i < outer; i++, x += step, target += floats(inner)) {
    if (inner == 1) f32.store(target, <f32>(sumOfRun(x, axis) * <f64>scale));
    else sumColumns(x, target, axis, inner, inner, scale);
  }
}

/** Sums, times `scale`, or extremes, which pass over it. */
export function reduce(operation: i32, x: usize, target: usize, outer: i32, axis: i32, inner: i32, scale: f32): void {
  if (operation == SUM) {
    sum(x, target, outer, axis, inner, scale);
    return;
  }
  const step = floats(axis * inner);
  for (let i = 0; i < outer; i++, x += step, target += floats(inner)) {
    if (operation == MAXIMUM) {
      if (inner == 1) f32.store(target, extremeOfRun(MAXIMUM, x, axis));
      else largestOfColumns(x, target, axis, inner, inner);
    } else if (inner == 1) f32.store(target, extremeOfRun(MINIMUM, x, axis));
    else smallestOfColumns(x, target, axis, inner, inner);
  }
}

/** The place of the first largest (`sign` 1) or smallest (−1) number of each row; NaN is passed over, but not in the first place. */
export function placeOfExtreme(x: usize, target: usize, rows: i32, columns: i32, sign: f32): void {
  const factor = f32x4.splat(sign), four = i32x4.splat(4);
  for (let i = 0; i < rows; i++, target += 4) {
    let best: f32 = -Infinity, place = 0, j = 0;
    const first = f32.load(x);
    if (columns >= 16) {
      let most = f32x4.splat(-Infinity), at = i32x4(0, 1, 2, 3), places = i32x4.splat(0);
      for (; j + 4 <= columns; j += 4) {
        const value = f32x4.mul(v128.load(x + floats(j)), factor), isMore = f32x4.gt(value, most);
        most = choose(isMore, value, most);
        places = choose(isMore, at, places);
        at = i32x4.add(at, four);
      }
      best = max<f32>(max<f32>(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)), max<f32>(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)));
      // Of equals the first.
      const found = choose(f32x4.eq(most, f32x4.splat(best)), places, i32x4.splat(i32.MAX_VALUE));
      const pairs = i32x4.min_s(found, v128.shuffle<i32>(found, found, 2, 3, 0, 1));
      place = min(i32x4.extract_lane(pairs, 0), i32x4.extract_lane(pairs, 1));
    }
    for (; j < columns; j++) {
      const value = f32.load(x + floats(j)) * sign;
      if (value > best) {
        best = value;
        place = j;
      }
    }
    i32.store(target, first != first ? 0 : place);
    x += floats(columns);
  }
}
