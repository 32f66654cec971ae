// e^x, ln x and functions of them, four elements at a time, exact to a few units in the last place.
// Coefficients of ln x are those of Cephes (Moshier), https://www.netlib.org/cephes/

import { choose, floats, flush, multiplyAdd, storeUpTo, TINY, within } from '../common/vector';

// V8 materializes a vector constant wherever it is used, with three instructions that cost more than the arithmetic around
// them, but loads a mutable global. So the coefficients of the inner loops are mutable globals that are never assigned.
let ONE: v128 = f32x4.splat(1);
let TWO: v128 = f32x4.splat(2);
export let SIGN: v128 = i32x4.splat(0x80000000);
let LOG2_OF_E: v128 = f32x4.splat(1.44269504);
/** −ln 2 in two parts; the first has so few bits that its products with small integers are exact. */
let MINUS_LN2: v128 = f32x4.splat(-0.693359375);
let MINUS_LN2_REST: v128 = f32x4.splat(2.12194440e-4);
/** Adding and subtracting it rounds a float to the nearest integer n; in between the lowest bits hold n + 127. */
let TO_POWER: v128 = f32x4.splat(12582912 + 127);
let TO_HALF_POWER: v128 = f32x4.splat(12582912 + 126);
let HALF: v128 = f32x4.splat(0.5);
/** Between it and its negative e^x is a normal number. */
let ORDINARY: v128 = f32x4.splat(87);
/** Below it e^x is denormal. */
let LEAST: v128 = f32x4.splat(-87.33654);
/** Rounded to a power of two it gives 0. */
let TO_NOTHING: v128 = f32x4.splat(-88);
/** From here on e^x − 1 is −1. */
let LEAST_MINUS_ONE: v128 = f32x4.splat(-20);
let TOO_LARGE: v128 = f32x4.splat(89);
let EXP_3: v128 = f32x4.splat(1.6666541e-1);
let EXP_4: v128 = f32x4.splat(4.1666273e-2);
let EXP_5: v128 = f32x4.splat(8.3669117e-3);
let EXP_6: v128 = f32x4.splat(1.3947014e-3);
// e^r by a shorter polynomial, where nothing is subtracted from it.
let SHORT_1: v128 = f32x4.splat(0.9999997);
let SHORT_2: v128 = f32x4.splat(0.4999914);
let SHORT_3: v128 = f32x4.splat(0.16667648);
let SHORT_4: v128 = f32x4.splat(0.041899312);
let SHORT_5: v128 = f32x4.splat(0.008290057);
let INFINITE: v128 = f32x4.splat(Infinity);
let ROOT_OF_HALF: v128 = i32x4.splat(0x3f3504f3);
let MANTISSA: v128 = i32x4.splat(0x007fffff);
// ln(1 + e) / e for e from 0 to 1, by a minimax polynomial; relative error 3e-8.
let ONE_PLUS_1: v128 = f32x4.splat(-0.499994934);
let ONE_PLUS_2: v128 = f32x4.splat(0.333190978);
let ONE_PLUS_3: v128 = f32x4.splat(-0.24842982);
let ONE_PLUS_4: v128 = f32x4.splat(0.191060066);
let ONE_PLUS_5: v128 = f32x4.splat(-0.136632457);
let ONE_PLUS_6: v128 = f32x4.splat(0.0782259554);
let ONE_PLUS_7: v128 = f32x4.splat(-0.0295052398);
let ONE_PLUS_8: v128 = f32x4.splat(0.00523269456);
let LOG_2: v128 = f32x4.splat(-0.5);
let LOG_3: v128 = f32x4.splat(3.3333331174e-1);
let LOG_4: v128 = f32x4.splat(-2.4999993993e-1);
let LOG_5: v128 = f32x4.splat(2.0000714765e-1);
let LOG_6: v128 = f32x4.splat(-1.6668057665e-1);
let LOG_7: v128 = f32x4.splat(1.4249322787e-1);
let LOG_8: v128 = f32x4.splat(-1.2420140846e-1);
let LOG_9: v128 = f32x4.splat(1.1676998740e-1);
let LOG_10: v128 = f32x4.splat(-1.1514610310e-1);
let LOG_11: v128 = f32x4.splat(7.0376836292e-2);

/** e^r − 1 of r = x − n ln 2, so that |r| ≤ ln 2 / 2, by a minimax polynomial. */
// @ts-ignore: decorator
@inline
function nearOne(x: v128, n: v128): v128 {
  const r = multiplyAdd(n, MINUS_LN2_REST, multiplyAdd(n, MINUS_LN2, x));
  const p = multiplyAdd(multiplyAdd(multiplyAdd(multiplyAdd(EXP_6, r, EXP_5), r, EXP_4), r, EXP_3), r, HALF);
  return multiplyAdd(f32x4.mul(p, r), r, r);
}

/** e^x. Results below the smallest normal number are 0; above the largest, infinity; NaN stays NaN. */
export function exponential(x: v128): v128 {
  const isOrdinary = f32x4.le(f32x4.abs(x), ORDINARY);
  return i32x4.bitmask(isOrdinary) == 15 ? exponentialOfOrdinary(x) : exponentialOfAny(x, isOrdinary);
}

// @ts-ignore: decorator
@inline
function exponentialOfOrdinary(x: v128): v128 {
  const shifted = multiplyAdd(x, LOG2_OF_E, TO_POWER), power = i32x4.shl(shifted, 23);
  return multiplyAdd(power, nearOne(x, f32x4.sub(shifted, TO_POWER)), power);
}

/** A lane must not depend on the others, which at the end of a tensor hold anything. */
function exponentialOfAny(x: v128, isOrdinary: v128): v128 {
  const bounded = f32x4.pmin(f32x4.pmax(x, LEAST), TOO_LARGE), n = f32x4.nearest(f32x4.mul(bounded, LOG2_OF_E));
  const p = f32x4.add(nearOne(bounded, n), ONE);
  // 2ⁿ in two factors, because n may be 128.
  const exponent = i32x4.trunc_sat_f32x4_s(n), half = i32x4.shr_s(exponent, 1);
  const y = f32x4.mul(f32x4.mul(p, powerOfTwo(half)), powerOfTwo(i32x4.sub(exponent, half)));
  return choose(isOrdinary, exponentialOfOrdinary(x), v128.andnot(y, f32x4.lt(x, LEAST)));
}

// @ts-ignore: decorator
@inline
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

/** e^x for x ≤ 0, without a branch. */
// @ts-ignore: decorator
@inline
export function negativeExponential(x: v128): v128 {
  return exponentialOfOrdinary(f32x4.pmax(x, TO_NOTHING));
}

/** The same by the shorter polynomial, in pairs, which do not wait for one another. */
// @ts-ignore: decorator
@inline
export function negativeExponentialInPairs(x: v128): v128 {
  const below = f32x4.pmax(x, TO_NOTHING), shifted = multiplyAdd(below, LOG2_OF_E, TO_POWER), power = i32x4.shl(shifted, 23), n = f32x4.sub(shifted, TO_POWER);
  const r = multiplyAdd(n, MINUS_LN2_REST, multiplyAdd(n, MINUS_LN2, below)), square = f32x4.mul(r, r);
  const p = multiplyAdd(multiplyAdd(SHORT_5, square, multiplyAdd(SHORT_4, r, SHORT_3)), square, multiplyAdd(SHORT_2, r, SHORT_1));
  return multiplyAdd(f32x4.mul(power, r), p, power);
}

/** e^x − 1 for x ≤ 0, exact near 0 too. */
// @ts-ignore: decorator
@inline
export function negativeExponentialMinusOne(x: v128): v128 {
  const bounded = f32x4.pmax(x, LEAST_MINUS_ONE);
  const shifted = multiplyAdd(bounded, LOG2_OF_E, TO_POWER), power = i32x4.shl(shifted, 23);
  return multiplyAdd(power, nearOne(bounded, f32x4.sub(shifted, TO_POWER)), f32x4.sub(power, ONE));
}

/** e^x − 1, exact near 0 too. */
// @ts-ignore: decorator
@inline
export function exponentialMinusOne(x: v128): v128 {
  const bounded = f32x4.pmin(f32x4.pmax(x, LEAST_MINUS_ONE), TOO_LARGE);
  // Half of the power, because 2¹²⁸ is not a float32.
  const shifted = multiplyAdd(bounded, LOG2_OF_E, TO_HALF_POWER), half = i32x4.shl(shifted, 23);
  const y = multiplyAdd(half, nearOne(bounded, f32x4.sub(shifted, TO_HALF_POWER)), f32x4.sub(half, HALF));
  return f32x4.add(y, y);
}

/** 1 / (1 + e^−x). */
// @ts-ignore: decorator
@inline
export function logistic(x: v128): v128 {
  const e = negativeExponential(v128.or(x, SIGN));
  return f32x4.div(choose(f32x4.gt(x, f32x4.splat(0)), ONE, e), f32x4.add(e, ONE));
}

/** tanh x = (1 − e^−2x) / (1 + e^−2x), exact near 0 too. */
// @ts-ignore: decorator
@inline
export function hyperbolicTangent(x: v128): v128 {
  const size = v128.or(x, SIGN), e = negativeExponentialMinusOne(f32x4.add(size, size));
  return choose(SIGN, x, f32x4.div(e, f32x4.add(e, TWO)));
}

/** ln x: −∞ at 0, NaN below, ∞ at ∞; exact for denormals too. */
export function logarithm(x: v128): v128 {
  const normal = v128.and(f32x4.ge(x, TINY), f32x4.lt(x, INFINITE));
  return i32x4.bitmask(normal) == 15 ? logarithmOfNormal(x) : logarithmOfAny(x);
}

// @ts-ignore: decorator
@inline
function logarithmOfNormal(x: v128): v128 {
  const bits = i32x4.sub(x, ROOT_OF_HALF), e = f32x4.convert_i32x4_s(i32x4.shr_s(bits, 23));
  // The mantissa between √½ and √2, so that the polynomial stays near 1.
  const m = f32x4.sub(i32x4.add(v128.and(bits, MANTISSA), ROOT_OF_HALF), ONE), square = f32x4.mul(m, m);
  let p = multiplyAdd(LOG_11, m, LOG_10);
  p = multiplyAdd(p, m, LOG_9);
  p = multiplyAdd(p, m, LOG_8);
  p = multiplyAdd(p, m, LOG_7);
  p = multiplyAdd(p, m, LOG_6);
  p = multiplyAdd(p, m, LOG_5);
  p = multiplyAdd(p, m, LOG_4);
  p = multiplyAdd(p, m, LOG_3);
  const y = f32x4.sub(f32x4.mul(f32x4.mul(p, m), square), f32x4.mul(e, MINUS_LN2_REST));
  return f32x4.sub(f32x4.add(m, multiplyAdd(square, LOG_2, y)), f32x4.mul(e, MINUS_LN2));
}

function logarithmOfAny(x: v128): v128 {
  const denormal = f32x4.lt(x, TINY);
  // Scaled by 2²⁵, whose logarithm is subtracted.
  let y = logarithmOfNormal(choose(denormal, f32x4.mul(x, f32x4.splat(33554432)), x));
  y = f32x4.sub(y, v128.and(denormal, f32x4.splat(17.328679513998633)));
  y = choose(f32x4.eq(x, f32x4.splat(0)), f32x4.splat(-Infinity), y);
  y = choose(f32x4.eq(x, INFINITE), x, y);
  return choose(v128.or(f32x4.lt(x, f32x4.splat(0)), f32x4.ne(x, x)), f32x4.splat(NaN), y);
}

/** ln(1 + x), exact even where 1 + x rounds to 1. */
export function logarithmOfOnePlus(x: v128): v128 {
  const sum = f32x4.add(ONE, x), rounded = f32x4.sub(sum, ONE);
  const y = f32x4.mul(logarithm(sum), f32x4.div(x, rounded));
  return choose(f32x4.eq(rounded, f32x4.splat(0)), x, choose(f32x4.eq(x, INFINITE), x, y));
}

/** ln(1 + e^x), whose rest beside max(x, 0) is a polynomial in e^−|x|. */
// @ts-ignore: decorator
@inline
export function softplus(x: v128): v128 {
  const e = negativeExponential(v128.or(x, SIGN)), square = f32x4.mul(e, e);
  // In pairs, which do not wait for one another.
  const low = multiplyAdd(multiplyAdd(ONE_PLUS_3, e, ONE_PLUS_2), square, multiplyAdd(ONE_PLUS_1, e, ONE));
  const high = multiplyAdd(multiplyAdd(ONE_PLUS_7, e, ONE_PLUS_6), square, multiplyAdd(ONE_PLUS_5, e, ONE_PLUS_4));
  const fourth = f32x4.mul(square, square), p = multiplyAdd(multiplyAdd(ONE_PLUS_8, fourth, high), fourth, low);
  return multiplyAdd(p, e, f32x4.pmax(x, f32x4.splat(0)));
}

/** The functions that share the loop over e^x. `BelowMaximum` is e^(x − most), for x ≤ most. */
export const enum ExponentialUse { Sigmoid, Tanh, Elu, Selu, BelowMaximum, Silu, SiluGradient }

/**
 * One of these functions over a row, with the coefficients of the polynomial in registers and two vectors at a time.
 *
 * @param bias for `Silu` and its gradient. The latter is dy times the derivative, and is added to `sums`
 * @param period bytes of the bias and the sums, which are used again and again; a multiple of 32, or at least the row
 * @returns four partial sums of what was written, for `BelowMaximum`
 */
// @ts-ignore: decorator
@inline
export function exponentials(use: ExponentialUse, x: usize, target: usize, count: i32, most: f32, bias: usize = 0, period: usize = 0, dy: usize = 0, sums: usize = 0): v128 {
  const brief = short(use);
  const toPower = TO_POWER, log2 = LOG2_OF_E, minusLn2 = MINUS_LN2, rest = MINUS_LN2_REST, one = ONE;
  const c1 = brief ? SHORT_1 : HALF, c2 = brief ? SHORT_2 : EXP_3, c3 = brief ? SHORT_3 : EXP_4, c4 = brief ? SHORT_4 : EXP_5, c5 = brief ? SHORT_5 : EXP_6;
  const least = brief ? TO_NOTHING : LEAST_MINUS_ONE, m = f32x4.splat(most);
  const end = target + floats(count), wide = target + (floats(count) & ~31), biasEnd = bias + period;
  let sum = f32x4.splat(0), otherSum = sum;
  for (; target < wide; x += 32, target += 32, bias += 32, dy += 32, sums += 32) {
    if (use >= ExponentialUse.Silu && bias == biasEnd) {
      bias -= period;
      sums -= period;
    }
    const y = exponentialIn(use, x, bias, dy, m, least, toPower, log2, minusLn2, rest, one, c1, c2, c3, c4, c5);
    const z = exponentialIn(use, x + 16, bias + 16, dy + 16, m, least, toPower, log2, minusLn2, rest, one, c1, c2, c3, c4, c5);
    v128.store(target, y);
    v128.store(target, z, 16);
    if (use == ExponentialUse.BelowMaximum) {
      sum = f32x4.add(sum, y);
      otherSum = f32x4.add(otherSum, z);
    }
    if (use == ExponentialUse.SiluGradient) {
      v128.store(sums, f32x4.add(v128.load(sums), y));
      v128.store(sums, f32x4.add(v128.load(sums, 16), z), 16);
    }
  }
  for (; target < end; x += 16, target += 16, bias += 16, dy += 16, sums += 16) {
    const y = exponentialIn(use, x, bias, dy, m, least, toPower, log2, minusLn2, rest, one, c1, c2, c3, c4, c5);
    storeUpTo(target, end, y);
    if (use == ExponentialUse.BelowMaximum) sum = f32x4.add(sum, within(y, target, end));
    if (use == ExponentialUse.SiluGradient) v128.store(sums, f32x4.add(v128.load(sums), y));
  }
  return f32x4.add(sum, otherSum);
}

// @ts-ignore: decorator
@inline
function exponentialIn(
  use: ExponentialUse, from: usize, bias: usize, dy: usize, most: v128, least: v128, toPower: v128, log2: v128, minusLn2: v128, rest: v128,
  one: v128, c1: v128, c2: v128, c3: v128, c4: v128, c5: v128,
): v128 {
  const zero = f32x4.splat(0);
  let x = v128.load(from);
  if (use >= ExponentialUse.Silu) x = f32x4.add(x, v128.load(bias));
  let below = use == ExponentialUse.BelowMaximum ? f32x4.sub(x, most) : use == ExponentialUse.Elu || use == ExponentialUse.Selu ? f32x4.pmin(x, zero) : v128.or(x, SIGN);
  if (use == ExponentialUse.Tanh) below = f32x4.add(below, below);
  below = f32x4.pmax(below, least);
  const shifted = multiplyAdd(below, log2, toPower), power = i32x4.shl(shifted, 23), n = f32x4.sub(shifted, toPower);
  const r = multiplyAdd(n, rest, multiplyAdd(n, minusLn2, below));
  // In pairs, which do not wait for one another.
  const square = f32x4.mul(r, r), p = multiplyAdd(multiplyAdd(c5, square, multiplyAdd(c4, r, c3)), square, multiplyAdd(c2, r, c1));
  if (short(use)) {
    const e = multiplyAdd(f32x4.mul(power, r), p, power);
    if (use == ExponentialUse.BelowMaximum) return e;
    const s = f32x4.div(choose(f32x4.gt(x, zero), one, e), f32x4.add(e, one));
    if (use == ExponentialUse.Silu) return flush(f32x4.mul(x, s));
    // s + x s (1 − s)
    if (use == ExponentialUse.SiluGradient) return flush(f32x4.mul(f32x4.mul(v128.load(dy), s), multiplyAdd(x, f32x4.sub(one, s), one)));
    return s;
  }
  const e = multiplyAdd(power, multiplyAdd(f32x4.mul(p, r), r, r), f32x4.sub(power, one));
  if (use == ExponentialUse.Tanh) return choose(SIGN, x, f32x4.div(e, f32x4.add(e, TWO)));
  const above = f32x4.pmax(x, zero);
  if (use == ExponentialUse.Elu) return f32x4.add(above, e);
  return multiplyAdd(e, f32x4.splat(1.7580993408473766), f32x4.mul(above, f32x4.splat(1.0507009873554805)));
}

/** Whether 1 is not subtracted from e^x, so that a shorter polynomial is as exact. */
// @ts-ignore: decorator
@inline
function short(use: ExponentialUse): bool {
  return use == ExponentialUse.Sigmoid || use >= ExponentialUse.BelowMaximum;
}
