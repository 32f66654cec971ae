// The error function, four elements at a time. Coefficients by Juffa, for single precision.

import { exponential } from './transcendental';
import { choose, multiplyAdd } from '../common/vector';

let NEAR_1: v128 = f32x4.splat(1.28379166e-1);
let NEAR_3: v128 = f32x4.splat(-3.76125336e-1);
let NEAR_5: v128 = f32x4.splat(1.12819925e-1);
let NEAR_7: v128 = f32x4.splat(-2.67681349e-2);
let NEAR_9: v128 = f32x4.splat(4.99119423e-3);
let NEAR_11: v128 = f32x4.splat(-5.96761703e-4);
let FAR_0: v128 = f32x4.splat(-1.28717512e-1);
let FAR_1: v128 = f32x4.splat(-6.34846687e-1);
let FAR_2: v128 = f32x4.splat(-1.06777877e-1);
let FAR_3: v128 = f32x4.splat(2.42546219e-2);
let FAR_4: v128 = f32x4.splat(-3.88396438e-3);
let FAR_5: v128 = f32x4.splat(3.83197126e-4);
let FAR_6: v128 = f32x4.splat(-1.72853470e-5);

/** erf x = 2/√π ∫₀ˣ e^−t² dt: an odd polynomial near 0, 1 − e^p(|x|) farther out. */
export function errorFunctionOf(x: v128): v128 {
  const size = f32x4.abs(x), square = f32x4.mul(x, x), one = f32x4.splat(1);
  let near = multiplyAdd(NEAR_11, square, NEAR_9);
  near = multiplyAdd(near, square, NEAR_7);
  near = multiplyAdd(near, square, NEAR_5);
  near = multiplyAdd(near, square, NEAR_3);
  near = multiplyAdd(near, square, NEAR_1);
  near = multiplyAdd(near, x, x);
  let p = multiplyAdd(multiplyAdd(FAR_6, size, FAR_5), square, multiplyAdd(FAR_4, size, FAR_3));
  p = multiplyAdd(p, size, FAR_2);
  p = multiplyAdd(p, size, FAR_1);
  p = multiplyAdd(p, size, FAR_0);
  p = multiplyAdd(p, size, f32x4.neg(size));
  const sign = v128.and(x, i32x4.splat(0x80000000));
  const far = v128.or(f32x4.sub(one, exponential(p)), sign);
  // Beyond 4 it is 1 in single precision, and powers of infinity would cancel to NaN.
  const outside = choose(f32x4.gt(size, f32x4.splat(4)), v128.or(one, sign), far);
  return choose(f32x4.gt(size, f32x4.splat(0.927734375)), outside, near);
}
