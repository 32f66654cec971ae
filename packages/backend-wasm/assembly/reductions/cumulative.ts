// Numbers one after the other: running sums and products, and numbers in a row.

import { floats, storeUpTo } from '../common/vector';

// src/internal/kernels/reductions/cumulative.ts has the same numbers.
// @ts-ignore: decorator
@inline
const SUM: i32 = 0;
// @ts-ignore: decorator
@inline
const PRODUCT: i32 = 1;
/** Added to the number of an operation, it is that of int32. */
// @ts-ignore: decorator
@inline
const INTEGERS: i32 = 2;

/**
 * The running sum or product along the middle of x[outer, axis, inner], from the end where `reverse`, and before each
 * number where `exclusive`. In double precision, because errors add up, too.
 */
// @ts-ignore: decorator
@inline
function along(operation: i32, x: usize, target: usize, axis: i32, step: isize, exclusive: bool): void {
  if (operation >= INTEGERS) {
    let total: i32 = operation == INTEGERS + SUM ? 0 : 1;
    for (let j = 0; j < axis; j++, x += step, target += step) {
      const value = i32.load(x), next = operation == INTEGERS + SUM ? total + value : total * value;
      i32.store(target, exclusive ? total : next);
      total = next;
    }
    return;
  }
  let total: f64 = operation == SUM ? 0 : 1;
  for (let j = 0; j < axis; j++, x += step, target += step) {
    const value = <f64>f32.load(x), next = operation == SUM ? total + value : total * value;
    f32.store(target, <f32>(exclusive ? total : next));
    total = next;
  }
}

export function cumulate(x: usize, target: usize, outer: i32, axis: i32, inner: i32, operation: i32, exclusive: bool, reverse: bool): void {
  const step: isize = <isize>floats(inner), whole = floats(axis * inner), start: usize = reverse ? whole - step : 0;
  for (let i = 0; i < outer; i++, x += whole, target += whole) {
    for (let c: usize = 0; c < <usize>step; c += 4) {
      const from = x + start + c, to = target + start + c, by = reverse ? -step : step;
      if (operation == SUM) along(SUM, from, to, axis, by, exclusive);
      else if (operation == PRODUCT) along(PRODUCT, from, to, axis, by, exclusive);
      else if (operation == INTEGERS + SUM) along(INTEGERS + SUM, from, to, axis, by, exclusive);
      else along(INTEGERS + PRODUCT, from, to, axis, by, exclusive);
    }
  }
}

/** start, start + step, …: `count` numbers, of int32 where `whole`. */
export function arithmetic(target: usize, count: i32, start: f64, step: f64, whole: bool): void {
  if (whole) {
    for (let i = 0; i < count; i++, target += 4) i32.store(target, <i32>(start + <f64>i * step));
    return;
  }
  const first = f64x2.splat(start), by = f64x2.splat(step), two = f64x2.splat(2);
  let place = f64x2.add(f64x2.splat(0), f64x2(0, 1));
  for (const end = target + floats(count); target < end; target += 16) {
    const low = f32x4.demote_f64x2_zero(f64x2.add(first, f64x2.mul(place, by)));
    place = f64x2.add(place, two);
    const high = f32x4.demote_f64x2_zero(f64x2.add(first, f64x2.mul(place, by)));
    place = f64x2.add(place, two);
    storeUpTo(target, end, v128.shuffle<i64>(low, high, 0, 2));
  }
}
