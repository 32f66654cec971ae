// Whole numbers: sums and extremes of int32, and sums of rows by the numbers of their segments.

import { floats, storeUpTo } from '../common/vector';

// src/internal/kernels/reductions/integer-reduction.ts has the same numbers.
// @ts-ignore: decorator
@inline
const SUM: i32 = 0;
// @ts-ignore: decorator
@inline
const PRODUCT: i32 = 1;
// @ts-ignore: decorator
@inline
const MAXIMUM: i32 = 2;

// @ts-ignore: decorator
@inline
function combine(operation: i32, a: v128, b: v128): v128 {
  if (operation == SUM) return i32x4.add(a, b);
  if (operation == PRODUCT) return i32x4.mul(a, b);
  return operation == MAXIMUM ? i32x4.max_s(a, b) : i32x4.min_s(a, b);
}

// @ts-ignore: decorator
@inline
function neutral(operation: i32): i32 {
  if (operation == SUM) return 0;
  if (operation == PRODUCT) return 1;
  return operation == MAXIMUM ? i32.MIN_VALUE : i32.MAX_VALUE;
}

/** target[outer, inner] from x[outer, axis, inner]. */
export function reduceIntegers(operation: i32, x: usize, target: usize, outer: i32, axis: i32, inner: i32): void {
  const step = floats(inner);
  for (let i = 0; i < outer; i++, x += <usize>axis * step, target += step) {
    for (let c: usize = 0; c < step; c += 16) {
      let total = i32x4.splat(neutral(operation)), at = x + c;
      for (let j = 0; j < axis; j++, at += step) total = combine(operation, total, v128.load(at));
      storeUpTo(target + c, target + step, total);
    }
  }
}

/** The product of float32 numbers: target[outer, inner] from x[outer, axis, inner]. */
export function productOf(x: usize, target: usize, outer: i32, axis: i32, inner: i32): void {
  const step = floats(inner);
  for (let i = 0; i < outer; i++, x += <usize>axis * step, target += step) {
    if (inner == 1) {
      f32.store(target, productOfRun(x, axis));
      continue;
    }
    for (let c: usize = 0; c < step; c += 16) {
      let total = f32x4.splat(1), at = x + c;
      for (let j = 0; j < axis; j++, at += step) total = f32x4.mul(total, v128.load(at));
      storeUpTo(target + c, target + step, total);
    }
  }
}

function productOfRun(x: usize, count: i32): f32 {
  const wide = x + (floats(count) & ~31), end = x + floats(count);
  let even = f32x4.splat(1), odd = even;
  for (; x < wide; x += 32) {
    even = f32x4.mul(even, v128.load(x));
    odd = f32x4.mul(odd, v128.load(x, 16));
  }
  const p = f32x4.mul(even, odd);
  let product = f32x4.extract_lane(p, 0) * f32x4.extract_lane(p, 1) * (f32x4.extract_lane(p, 2) * f32x4.extract_lane(p, 3));
  for (; x < end; x += 4) product *= f32.load(x);
  return product;
}

/** Whether all (`every`), or any, of the bytes along the middle of x[outer, axis, inner] are 1; bytes that are 0 or 1. */
export function reduceBytes(every: bool, x: usize, target: usize, outer: i32, axis: i32, inner: i32): void {
  for (let i = 0; i < outer; i++, x += <usize>(axis * inner), target += <usize>inner) {
    if (inner == 1) {
      store<u8>(target, <u8>ofRun(every, x, axis));
      continue;
    }
    for (let c = 0; c < inner; c++) {
      let result = <u8>every;
      for (let j = 0, at = x + <usize>c; j < axis; j++, at += <usize>inner) {
        const byte = load<u8>(at);
        result = every ? result & byte : result | byte;
      }
      store<u8>(target + <usize>c, result);
    }
  }
}

function ofRun(every: bool, x: usize, count: i32): bool {
  const wide = x + <usize>(count & ~15), end = x + <usize>count;
  for (; x < wide; x += 16) {
    const bytes = v128.load(x);
    if (every ? !i8x16.all_true(bytes) : v128.any_true(bytes)) return !every;
  }
  for (; x < end; x++) {
    if ((load<u8>(x) != 0) != every) return !every;
  }
  return every;
}

/** target[segments, columns] = Σ of the rows of x that have this segment; rows of no segment go nowhere. */
export function sumBySegment(x: usize, ids: usize, target: usize, rows: i32, columns: i32, segments: i32): void {
  const step = floats(columns);
  memory.fill(target, 0, <usize>segments * step);
  for (let i = 0; i < rows; i++, ids += 4, x += step) {
    const segment = i32.load(ids), to = target + <usize>segment * step;
    if (<u32>segment >= <u32>segments) continue;
    for (let c: usize = 0; c < step; c += 16) storeUpTo(to + c, to + step, f32x4.add(v128.load(to + c), v128.load(x + c)));
  }
}
