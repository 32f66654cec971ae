// Sums and extremes over one axis of [outer, axis, inner]. Long sums are made of short ones, because float32 forgets.

import { floats, storeUpTo, sumOfLanes } from './vector';

/** How many are added up before the sum is added to the total. */
// @ts-ignore: decorator
@inline
const CHUNK: i32 = 1024;

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
  if (operation == MAXIMUM) return f32x4.max(a, b);
  return f32x4.min(a, b);
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
  let best = f32x4.splat(neutral(operation));
  const wide = x + (floats(count) & ~15), end = x + floats(count);
  for (; x < wide; x += 16) best = combine(operation, best, v128.load(x));
  for (; x < end; x += 4) best = combine(operation, best, v128.load_splat<f32>(x));
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
  const end = target + floats(inner), factor = f32x4.splat(scale), start = f32x4.splat(neutral(operation));
  for (; target + 64 <= end; x += 64, target += 64) {
    let t0 = start, t1 = start, t2 = start, t3 = start, at = x;
    for (let left = rows; left > 0; left -= chunk) {
      let s0 = start, s1 = start, s2 = start, s3 = start;
      for (let i = min(left, chunk); i > 0; i--, at += step) {
        s0 = combine(operation, s0, v128.load(at));
        s1 = combine(operation, s1, v128.load(at, 16));
        s2 = combine(operation, s2, v128.load(at, 32));
        s3 = combine(operation, s3, v128.load(at, 48));
      }
      t0 = combine(operation, t0, s0); t1 = combine(operation, t1, s1);
      t2 = combine(operation, t2, s2); t3 = combine(operation, t3, s3);
    }
    if (operation == SUM) {
      t0 = f32x4.mul(t0, factor); t1 = f32x4.mul(t1, factor); t2 = f32x4.mul(t2, factor); t3 = f32x4.mul(t3, factor);
    }
    v128.store(target, t0); v128.store(target, t1, 16); v128.store(target, t2, 32); v128.store(target, t3, 48);
  }
  for (; target < end; x += 16, target += 16) {
    let total = start, at = x;
    for (let left = rows; left > 0; left -= chunk) {
      let part = start;
      for (let i = min(left, chunk); i > 0; i--, at += step) part = combine(operation, part, v128.load(at));
      total = combine(operation, total, part);
    }
    storeUpTo(target, end, operation == SUM ? f32x4.mul(total, factor) : total);
  }
}

/** Sums, times `scale`: 1, or one over the number of elements for a mean. */
export function sum(x: usize, target: usize, outer: i32, axis: i32, inner: i32, scale: f32): void {
  const step = floats(axis * inner);
  for (let i = 0; i < outer; i++, x += step, target += floats(inner)) {
    if (inner == 1) f32.store(target, <f32>(sumOfRun(x, axis) * <f64>scale));
    else combineRows(SUM, x, target, axis, floats(inner), inner, scale);
  }
}

/** The sums of `columns` columns of rows that lie `distance` numbers apart; the same bits as in a sum of whole rows. */
export function sumColumns(x: usize, target: usize, rows: i32, distance: i32, columns: i32, scale: f32): void {
  combineRows(SUM, x, target, rows, floats(distance), columns, scale);
}

export function largest(x: usize, target: usize, outer: i32, axis: i32, inner: i32): void {
  const step = floats(axis * inner);
  for (let i = 0; i < outer; i++, x += step, target += floats(inner)) {
    if (inner == 1) f32.store(target, extremeOfRun(MAXIMUM, x, axis));
    else combineRows(MAXIMUM, x, target, axis, floats(inner), inner, 1);
  }
}

export function smallest(x: usize, target: usize, outer: i32, axis: i32, inner: i32): void {
  const step = floats(axis * inner);
  for (let i = 0; i < outer; i++, x += step, target += floats(inner)) {
    if (inner == 1) f32.store(target, extremeOfRun(MINIMUM, x, axis));
    else combineRows(MINIMUM, x, target, axis, floats(inner), inner, 1);
  }
}

/** The place of the first largest (`sign` 1) or smallest (−1) number of each row. */
export function placeOfExtreme(x: usize, target: usize, rows: i32, columns: i32, sign: f32): void {
  for (let i = 0; i < rows; i++, target += 4) {
    let best = f32.load(x) * sign, place = 0;
    for (let j = 0; j < columns; j++, x += 4) {
      const value = f32.load(x) * sign;
      if (value > best) {
        best = value;
        place = j;
      }
    }
    i32.store(target, place);
  }
}
