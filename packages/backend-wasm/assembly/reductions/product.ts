// Products of float32 over one axis.

import { Pointer } from '../common/types';
import { floats, storeUpTo } from '../common/vector';

/** target[outer, inner] = the products along the axis of x[outer, axis, inner]. */
export function product(x: Pointer, target: Pointer, outer: i32, axis: i32, inner: i32): void {
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

/** The product of `count` contiguous floats. */
function productOfRun(x: usize, count: i32): f32 {
  const wide = x + (floats(count) & ~31), end = x + floats(count);
  let even = f32x4.splat(1), odd = even;
  for (; x < wide; x += 32) {
    even = f32x4.mul(even, v128.load(x));
    odd = f32x4.mul(odd, v128.load(x, 16));
  }
  const p = f32x4.mul(even, odd);
  let result = f32x4.extract_lane(p, 0) * f32x4.extract_lane(p, 1) * (f32x4.extract_lane(p, 2) * f32x4.extract_lane(p, 3));
  for (; x < end; x += 4) result *= f32.load(x);
  return result;
}
