// Evenly spaced values.

import { Pointer } from '../common/types';
import { floats, storeUpTo } from '../common/vector';

/** target[count] = start, start + step, …, in float32, or where `integers` is set in int32, truncated. */
export function range(target: Pointer, count: i32, start: f64, step: f64, integers: bool): void {
  if (integers) {
    for (let i = 0; i < count; i++, target += 4) i32.store(target, <i32>(start + <f64>i * step));
    return;
  }
  const first = f64x2.splat(start), by = f64x2.splat(step), two = f64x2.splat(2);
  let index = f64x2.add(f64x2.splat(0), f64x2(0, 1));
  for (const end = target + floats(count); target < end; target += 16) {
    const low = f32x4.demote_f64x2_zero(f64x2.add(first, f64x2.mul(index, by)));
    index = f64x2.add(index, two);
    const high = f32x4.demote_f64x2_zero(f64x2.add(first, f64x2.mul(index, by)));
    index = f64x2.add(index, two);
    storeUpTo(target, end, v128.shuffle<i64>(low, high, 0, 2));
  }
}
