// e^x, ln x and what follows from them, four at a time, within a few units in the last place.
// Coefficients are those of Cephes (Moshier), https://www.netlib.org/cephes/

import { choose, multiplyAdd } from './vector';

/** e^x. Results below the smallest normal number are 0; above the largest, infinity; NaN stays NaN. */
export function exponential(x: v128): v128 {
  const tooSmall = f32x4.lt(x, f32x4.splat(-87.33654));
  x = f32x4.min(f32x4.max(x, f32x4.splat(-88)), f32x4.splat(89));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504)));
  // x − n ln 2 in two parts, of which the first product is exact.
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let p = f32x4.splat(1.9875691500e-4);
  p = multiplyAdd(p, r, f32x4.splat(1.3981999507e-3));
  p = multiplyAdd(p, r, f32x4.splat(8.3334519073e-3));
  p = multiplyAdd(p, r, f32x4.splat(4.1665795894e-2));
  p = multiplyAdd(p, r, f32x4.splat(1.6666665459e-1));
  p = multiplyAdd(p, r, f32x4.splat(0.5));
  p = f32x4.add(multiplyAdd(f32x4.mul(p, r), r, r), f32x4.splat(1));
  // 2ⁿ in two factors, because n may be 128.
  const exponent = i32x4.trunc_sat_f32x4_s(n), half = i32x4.shr_s(exponent, 1);
  p = f32x4.mul(p, powerOfTwo(half));
  p = f32x4.mul(p, powerOfTwo(i32x4.sub(exponent, half)));
  return v128.andnot(p, tooSmall);
}

// @ts-ignore: decorator
@inline
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

/** ln x: −∞ at 0, NaN below, ∞ at ∞; denormals count as what they are. */
export function logarithm(x: v128): v128 {
  const original = x;
  const denormal = f32x4.lt(x, f32x4.splat(1.17549435e-38));
  x = choose(denormal, f32x4.mul(x, f32x4.splat(33554432)), x);
  const bits = i32x4.sub(x, i32x4.splat(0x3f3504f3));
  // The mantissa between √½ and √2, so that the polynomial stays near 1.
  let e = f32x4.convert_i32x4_s(i32x4.shr_s(bits, 23));
  e = f32x4.sub(e, v128.and(denormal, f32x4.splat(25)));
  const m = f32x4.sub(i32x4.add(v128.and(bits, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3)), f32x4.splat(1));
  const square = f32x4.mul(m, m);
  let p = f32x4.splat(7.0376836292e-2);
  p = multiplyAdd(p, m, f32x4.splat(-1.1514610310e-1));
  p = multiplyAdd(p, m, f32x4.splat(1.1676998740e-1));
  p = multiplyAdd(p, m, f32x4.splat(-1.2420140846e-1));
  p = multiplyAdd(p, m, f32x4.splat(1.4249322787e-1));
  p = multiplyAdd(p, m, f32x4.splat(-1.6668057665e-1));
  p = multiplyAdd(p, m, f32x4.splat(2.0000714765e-1));
  p = multiplyAdd(p, m, f32x4.splat(-2.4999993993e-1));
  p = multiplyAdd(p, m, f32x4.splat(3.3333331174e-1));
  let y = f32x4.mul(f32x4.mul(p, m), square);
  y = multiplyAdd(e, f32x4.splat(-2.12194440e-4), y);
  y = f32x4.sub(y, f32x4.mul(square, f32x4.splat(0.5)));
  y = multiplyAdd(e, f32x4.splat(0.693359375), f32x4.add(m, y));
  y = choose(f32x4.eq(original, f32x4.splat(0)), f32x4.splat(-Infinity), y);
  y = choose(f32x4.eq(original, f32x4.splat(Infinity)), original, y);
  const noNumber = v128.or(f32x4.lt(original, f32x4.splat(0)), f32x4.ne(original, original));
  return choose(noNumber, f32x4.splat(NaN), y);
}

/** ln(1 + x), exact also where 1 + x rounds to 1. */
export function logarithmOfOnePlus(x: v128): v128 {
  const one = f32x4.splat(1), sum = f32x4.add(one, x), rounded = f32x4.sub(sum, one);
  const y = f32x4.mul(logarithm(sum), f32x4.div(x, rounded));
  return choose(f32x4.eq(rounded, f32x4.splat(0)), x, choose(f32x4.eq(x, f32x4.splat(Infinity)), x, y));
}

/** e^x − 1, exact also near 0: tanh(x/2) · (e^x + 1). */
export function exponentialMinusOne(x: v128): v128 {
  const e = exponential(x), half = f32x4.mul(x, f32x4.splat(0.5));
  const near = f32x4.mul(hyperbolicTangent(half), f32x4.add(e, f32x4.splat(1)));
  return choose(f32x4.lt(f32x4.abs(x), f32x4.splat(1)), near, f32x4.sub(e, f32x4.splat(1)));
}

/** 1 / (1 + e^−x). */
// @ts-ignore: decorator
@inline
export function logistic(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exponential(f32x4.neg(x))));
}

/** tanh x: a polynomial near 0, where 1 − 2 / (e^2x + 1) would cancel. */
export function hyperbolicTangent(x: v128): v128 {
  const size = f32x4.abs(x), square = f32x4.mul(x, x);
  let p = f32x4.splat(-5.70498872745e-3);
  p = multiplyAdd(p, square, f32x4.splat(2.06390887954e-2));
  p = multiplyAdd(p, square, f32x4.splat(-5.37397155531e-2));
  p = multiplyAdd(p, square, f32x4.splat(1.33314422036e-1));
  p = multiplyAdd(p, square, f32x4.splat(-3.33332819422e-1));
  const near = multiplyAdd(f32x4.mul(p, square), x, x);
  const one = f32x4.splat(1);
  const far = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(exponential(f32x4.add(size, size)), one)));
  const sign = v128.and(x, i32x4.splat(0x80000000));
  return choose(f32x4.lt(size, f32x4.splat(0.625)), near, v128.or(far, sign));
}

/**
 * erf x = 2/√π ∫₀ˣ e^−t² dt: an odd polynomial up to where it bends, from there 1 − e^p(|x|).
 *
 * @see Juffa's minimax coefficients for single precision
 */
export function errorFunctionOf(x: v128): v128 {
  const size = f32x4.abs(x), square = f32x4.mul(x, x);
  let near = f32x4.splat(-5.96761703e-4);
  near = multiplyAdd(near, square, f32x4.splat(4.99119423e-3));
  near = multiplyAdd(near, square, f32x4.splat(-2.67681349e-2));
  near = multiplyAdd(near, square, f32x4.splat(1.12819925e-1));
  near = multiplyAdd(near, square, f32x4.splat(-3.76125336e-1));
  near = multiplyAdd(near, square, f32x4.splat(1.28379166e-1));
  near = multiplyAdd(near, x, x);
  let p = multiplyAdd(f32x4.splat(-1.72853470e-5), size, f32x4.splat(3.83197126e-4));
  const middle = multiplyAdd(f32x4.splat(-3.88396438e-3), size, f32x4.splat(2.42546219e-2));
  p = multiplyAdd(p, square, middle);
  p = multiplyAdd(p, size, f32x4.splat(-1.06777877e-1));
  p = multiplyAdd(p, size, f32x4.splat(-6.34846687e-1));
  p = multiplyAdd(p, size, f32x4.splat(-1.28717512e-1));
  p = multiplyAdd(p, size, f32x4.neg(size));
  const sign = v128.and(x, i32x4.splat(0x80000000));
  const far = v128.or(f32x4.sub(f32x4.splat(1), exponential(p)), sign);
  // Beyond 4 it is 1 in single precision, and the powers of an infinite x would cancel.
  const end = v128.or(f32x4.splat(1), sign);
  const outside = choose(f32x4.gt(size, f32x4.splat(4)), end, far);
  return choose(f32x4.gt(size, f32x4.splat(0.927734375)), outside, near);
}
