// Trigonometric and hyperbolic functions, four elements at a time, exact to a few units in the last place.

import { choose, floats, multiplyAdd, storeUpTo } from '../common/vector';
import { exponential, exponentialMinusOne, logarithmOfOnePlus, SIGN } from './transcendental';
import { UnaryCode } from './unary-code';

// Mutable globals for the reason given in transcendental.ts.
let ONE: v128 = f32x4.splat(1);
let HALF: v128 = f32x4.splat(0.5);
let HALF_PI: v128 = f32x4.splat(1.5707964);
let PI: v128 = f32x4.splat(3.1415927);
let TWO_OVER_PI: v128 = f32x4.splat(0.63661977);
/** −π/2 in three parts; the first two have so few bits that their products with small integers are exact. */
let MINUS_HALF_PI: v128 = f32x4.splat(-1.5703125);
let MINUS_HALF_PI_REST: v128 = f32x4.splat(-4.837512969970703e-4);
let MINUS_HALF_PI_LAST: v128 = f32x4.splat(-7.549789954891882e-8);
/** Adding and subtracting it rounds to the nearest integer, which is in the lowest bits in between. */
let TO_INTEGER: v128 = f32x4.splat(12582912);
let SIN_3: v128 = f32x4.splat(-0.16666655);
let SIN_5: v128 = f32x4.splat(8.33217e-3);
let SIN_7: v128 = f32x4.splat(-1.9516e-4);
let COS_4: v128 = f32x4.splat(4.16666466e-2);
let COS_6: v128 = f32x4.splat(-1.38873554e-3);
let COS_8: v128 = f32x4.splat(2.44370071e-5);

/** The functions from `Sin` to `Atanh`. */
export function trigonometry(code: UnaryCode, x: usize, target: usize, count: i32): void {
  for (const end = target + floats(count); target < end; x += 16, target += 16) {
    const v = v128.load(x);
    let y: v128;
    if (code <= UnaryCode.Tan) y = circular(code, v);
    else if (code <= UnaryCode.Acos) y = arcSineOrCosine(code, v);
    else if (code == UnaryCode.Atan) y = arcTangent(v);
    else if (code <= UnaryCode.Cosh) y = hyperbolic(code, v);
    else y = inverseHyperbolic(code, v);
    storeUpTo(target, end, y);
  }
}

function circular(code: UnaryCode, x: v128): v128 {
  const shifted = f32x4.add(f32x4.mul(x, TWO_OVER_PI), TO_INTEGER), n = f32x4.sub(shifted, TO_INTEGER);
  let r = multiplyAdd(n, MINUS_HALF_PI_LAST, multiplyAdd(n, MINUS_HALF_PI_REST, multiplyAdd(n, MINUS_HALF_PI, x))), quadrant = shifted;
  const isSmall = f32x4.le(f32x4.abs(x), f32x4.splat(512));
  if (i32x4.bitmask(isSmall) != 15) {
    const a = remainder(f32x4.extract_lane(x, 0)), b = remainder(f32x4.extract_lane(x, 1)), c = remainder(f32x4.extract_lane(x, 2)), d = remainder(f32x4.extract_lane(x, 3));
    const k = nearest(a * 0.125), l = nearest(b * 0.125), m = nearest(c * 0.125), o = nearest(d * 0.125);
    quadrant = choose(isSmall, shifted, i32x4(<i32>k, <i32>l, <i32>m, <i32>o));
    r = choose(isSmall, r, f32x4(<f32>(a - 8 * k), <f32>(b - 8 * l), <f32>(c - 8 * m), <f32>(d - 8 * o)));
  }
  const square = f32x4.mul(r, r);
  const sine = multiplyAdd(f32x4.mul(multiplyAdd(multiplyAdd(SIN_7, square, SIN_5), square, SIN_3), square), r, r);
  let cosine = f32x4.mul(multiplyAdd(multiplyAdd(COS_8, square, COS_6), square, COS_4), f32x4.mul(square, square));
  cosine = f32x4.add(f32x4.sub(cosine, f32x4.mul(square, HALF)), ONE);
  if (code == UnaryCode.Cos) quadrant = i32x4.add(quadrant, i32x4.splat(1));
  const isOdd = i32x4.shr_s(i32x4.shl(quadrant, 31), 31);
  if (code == UnaryCode.Tan) {
    return f32x4.div(choose(isOdd, f32x4.neg(cosine), sine), choose(isOdd, sine, cosine));
  }
  return v128.xor(choose(isOdd, cosine, sine), v128.and(i32x4.shl(quadrant, 30), SIGN));
}

/** 32 bits of 1/2π from the i-th on. */
function wordOfTurns(i: i32): u64 {
  if (i == 0) return 0x28be60db;
  if (i == 1) return 0x9391054a;
  if (i == 2) return 0x7f09d5f4;
  if (i == 3) return 0x7d4d3770;
  if (i == 4) return 0x36d8a566;
  return i == 5 ? 0x4f10e410 : 0;
}

/**
 * The quadrant of a large angle, times 8, plus the remainder, between −π/4 and π/4.
 *
 * @see Payne and Hanek, Radian reduction for trigonometric functions, 1983
 */
function remainder(x: f32): f64 {
  if (!(abs<f32>(x) <= 3.4028235e38)) return NaN;
  if (abs<f32>(x) <= 512) return 0; // the caller does not use it
  const bits = reinterpret<u32>(x), mantissa = <u64>((bits << 8) | 0x80000000), exponent = <i32>((bits >> 23) & 255) - 126;
  // Only the fraction of the product with 1/2π matters: 96 bits of the factor, from where complete turns end.
  const word = exponent >> 5, shift = <u64>(exponent & 31);
  const first = word > 0 ? wordOfTurns(word - 1) : 0, second = wordOfTurns(word), third = wordOfTurns(word + 1);
  const high = (((first << 32) | second) << shift) >> 32, middle = (((second << 32) | third) << shift) >> 32;
  const low = (((third << 32) | wordOfTurns(word + 2)) << shift) >> 32;
  const turns = ((mantissa * (high & 0xffffffff)) << 32) + mantissa * (middle & 0xffffffff) + ((mantissa * (low & 0xffffffff)) >> 32);
  const quadrant = (turns + 0x2000000000000000) >> 62, rest = <i64>(turns - (quadrant << 62));
  const reduced = <f64>quadrant * 8 + <f64>rest * 3.4061215800304044e-19;
  return x < 0 ? -reduced : reduced;
}

/** arcsin s for 0 ≤ s ≤ ½. */
// @ts-ignore: decorator
@inline
function smallArcSine(s: v128): v128 {
  const square = f32x4.mul(s, s);
  let p = multiplyAdd(f32x4.splat(0.0422184204), square, f32x4.splat(0.0241476926));
  p = multiplyAdd(p, square, f32x4.splat(0.045477079));
  p = multiplyAdd(p, square, f32x4.splat(0.0749524194));
  p = multiplyAdd(p, square, f32x4.splat(0.166667539));
  return multiplyAdd(f32x4.mul(p, square), s, s);
}

function arcSineOrCosine(code: UnaryCode, x: v128): v128 {
  const size = f32x4.abs(x), isLarge = f32x4.gt(size, HALF);
  // arcsin x = π/2 − 2 arcsin √((1 − x)/2), which is NaN beyond 1.
  const half = smallArcSine(choose(isLarge, f32x4.sqrt(f32x4.mul(f32x4.sub(ONE, size), HALF)), size)), whole = f32x4.add(half, half);
  const sign = v128.and(x, SIGN);
  if (code == UnaryCode.Asin) return v128.or(choose(isLarge, f32x4.sub(HALF_PI, whole), half), sign);
  const large = choose(f32x4.lt(x, f32x4.splat(0)), f32x4.sub(PI, whole), whole);
  return choose(isLarge, large, f32x4.sub(HALF_PI, v128.or(half, sign)));
}

/** arctan q for 0 ≤ q ≤ 1. */
// @ts-ignore: decorator
@inline
function smallArcTangent(q: v128): v128 {
  const square = f32x4.mul(q, q);
  let p = multiplyAdd(f32x4.splat(2.97457938e-3), square, f32x4.splat(-0.0165811425));
  p = multiplyAdd(p, square, f32x4.splat(0.0435534771));
  p = multiplyAdd(p, square, f32x4.splat(-0.0758057338));
  p = multiplyAdd(p, square, f32x4.splat(0.106789384));
  p = multiplyAdd(p, square, f32x4.splat(-0.142142087));
  p = multiplyAdd(p, square, f32x4.splat(0.199941372));
  p = multiplyAdd(p, square, f32x4.splat(-0.33333167));
  return multiplyAdd(f32x4.mul(p, square), q, q);
}

function arcTangent(x: v128): v128 {
  const size = f32x4.abs(x), isLarge = f32x4.gt(size, ONE);
  const r = smallArcTangent(choose(isLarge, f32x4.div(ONE, size), size));
  return v128.or(choose(isLarge, f32x4.sub(HALF_PI, r), r), v128.and(x, SIGN));
}

/** The angle of the point (x, y). */
export function arcTangentOf(y: v128, x: v128): v128 {
  const up = f32x4.abs(y), along = f32x4.abs(x), isSteep = f32x4.gt(up, along);
  const least = choose(isSteep, along, up), most = choose(isSteep, up, along);
  // Here 0 / 0 is 0, and ∞ / ∞ is 1.
  let q = v128.andnot(f32x4.div(least, most), f32x4.eq(most, f32x4.splat(0)));
  q = choose(f32x4.eq(least, f32x4.splat(Infinity)), ONE, q);
  let angle = smallArcTangent(q);
  angle = choose(isSteep, f32x4.sub(HALF_PI, angle), angle);
  angle = choose(i32x4.shr_s(x, 31), f32x4.sub(PI, angle), angle);
  angle = v128.or(angle, v128.and(y, SIGN));
  return choose(v128.or(f32x4.ne(x, x), f32x4.ne(y, y)), f32x4.splat(NaN), angle);
}

function hyperbolic(code: UnaryCode, x: v128): v128 {
  // By e^(x / 2), because e^x may overflow where half of it does not.
  const size = f32x4.abs(x), root = exponential(f32x4.mul(size, HALF));
  const grows = f32x4.mul(f32x4.mul(root, HALF), root), falls = f32x4.div(HALF, f32x4.mul(root, root));
  if (code == UnaryCode.Cosh) return f32x4.add(grows, falls);
  const e = exponentialMinusOne(size), near = f32x4.mul(f32x4.add(e, f32x4.div(e, f32x4.add(e, ONE))), HALF);
  return v128.or(choose(f32x4.lt(size, ONE), near, f32x4.sub(grows, falls)), v128.and(x, SIGN));
}

function inverseHyperbolic(code: UnaryCode, x: v128): v128 {
  const size = f32x4.abs(x), sign = v128.and(x, SIGN);
  if (code > UnaryCode.Acosh) {
    const ratio = f32x4.div(f32x4.add(size, size), f32x4.sub(ONE, size));
    return v128.or(f32x4.mul(logarithmOfOnePlus(ratio), HALF), sign);
  }
  // ln(x + √(x² ± 1)), with 1 subtracted where it is small; ln 2x for huge x.
  const above = f32x4.sub(x, ONE), square = f32x4.mul(size, size), isHuge = f32x4.gt(size, f32x4.splat(1e9));
  const more = code == UnaryCode.Asinh
    ? f32x4.add(size, f32x4.div(square, f32x4.add(ONE, f32x4.sqrt(f32x4.add(square, ONE)))))
    : f32x4.add(above, f32x4.sqrt(f32x4.mul(above, f32x4.add(x, ONE))));
  const y = f32x4.add(logarithmOfOnePlus(choose(isHuge, size, more)), v128.and(isHuge, f32x4.splat(0.6931472)));
  return code == UnaryCode.Asinh ? v128.or(y, sign) : choose(f32x4.lt(x, ONE), f32x4.splat(NaN), y);
}
