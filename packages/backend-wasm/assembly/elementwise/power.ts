// Functions of two operands that need double precision inside: aᵇ, remainders, quotients rounded down.

// Mutable globals for the reason given in transcendental.ts.
let ONE: v128 = f64x2.splat(1);
let LIMIT: v128 = f64x2.splat(1000);
/** Adding and subtracting it rounds to the nearest integer, which is in the lowest bits in between. */
let TO_INTEGER: v128 = f64x2.splat(6755399441055744);
let LOG_1: v128 = f64x2.splat(2.885390081790202);
let LOG_3: v128 = f64x2.splat(0.9617966731441617);
let LOG_5: v128 = f64x2.splat(0.5770836252401808);
let LOG_7: v128 = f64x2.splat(0.41167020812586025);
let LOG_9: v128 = f64x2.splat(0.34077797297392803);
let EXP_0: v128 = f64x2.splat(1.0000000005541874);
let EXP_1: v128 = f64x2.splat(0.6931472057371985);
let EXP_2: v128 = f64x2.splat(0.24022646890479582);
let EXP_3: v128 = f64x2.splat(0.05550328777077351);
let EXP_4: v128 = f64x2.splat(0.009618488973835234);
let EXP_5: v128 = f64x2.splat(0.0013399931183213502);
let EXP_6: v128 = f64x2.splat(0.0001534580750678533);

// @ts-ignore: decorator
@inline
function step(p: v128, x: v128, next: v128): v128 {
  return f64x2.add(f64x2.mul(p, x), next);
}

/** (2ᵉ m)ᵇ of the lower two lanes; m is between √½ and √2. */
// @ts-ignore: decorator
@inline
function powerOfTwo(exponent: v128, mantissa: v128, b: v128): v128 {
  const m = f64x2.promote_low_f32x4(mantissa), t = f64x2.div(f64x2.sub(m, ONE), f64x2.add(m, ONE)), square = f64x2.mul(t, t);
  // artanh t is half of ln m.
  const p = step(step(step(step(LOG_9, square, LOG_7), square, LOG_5), square, LOG_3), square, LOG_1);
  let y = f64x2.mul(f64x2.promote_low_f32x4(b), step(p, t, f64x2.convert_low_i32x4_s(exponent)));
  y = f64x2.pmax(f64x2.pmin(y, LIMIT), f64x2.neg(LIMIT));
  const shifted = f64x2.add(y, TO_INTEGER), f = f64x2.sub(y, f64x2.sub(shifted, TO_INTEGER));
  const q = step(step(step(step(step(step(EXP_6, f, EXP_5), f, EXP_4), f, EXP_3), f, EXP_2), f, EXP_1), f, EXP_0);
  return f32x4.demote_f64x2_zero(i64x2.add(q, i64x2.shl(shifted, 52)));
}

/** aᵇ for positive normal a. */
function ordinaryPowers(a: v128, b: v128): v128 {
  const bits = i32x4.sub(a, i32x4.splat(0x3f3504f3)), exponent = i32x4.shr_s(bits, 23);
  const mantissa = i32x4.add(v128.and(bits, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const high = powerOfTwo(v128.shuffle<i64>(exponent, exponent, 1, 1), v128.shuffle<i64>(mantissa, mantissa, 1, 1), v128.shuffle<i64>(b, b, 1, 1));
  return v128.shuffle<i64>(powerOfTwo(exponent, mantissa, b), high, 0, 2);
}

/** aᵇ with the special cases of IEEE 754. */
export function powers(a: v128, b: v128): v128 {
  const isOrdinary = v128.and(f32x4.ge(a, f32x4.splat(1.17549435e-38)), v128.and(f32x4.lt(a, f32x4.splat(Infinity)), f32x4.lt(f32x4.abs(b), f32x4.splat(Infinity))));
  if (i32x4.bitmask(isOrdinary) == 15) return ordinaryPowers(a, b);
  return f32x4(
    power(f32x4.extract_lane(a, 0), f32x4.extract_lane(b, 0)), power(f32x4.extract_lane(a, 1), f32x4.extract_lane(b, 1)),
    power(f32x4.extract_lane(a, 2), f32x4.extract_lane(b, 2)), power(f32x4.extract_lane(a, 3), f32x4.extract_lane(b, 3)),
  );
}

function power(a: f32, b: f32): f32 {
  if (b == 0 || a == 1) return 1;
  if (a != a || b != b) return NaN;
  const size = abs<f32>(a);
  if (abs<f32>(b) == Infinity) return size == 1 ? 1 : size > 1 == b > 0 ? Infinity : 0;
  const isInteger = trunc(b) == b;
  // Above 2²⁴ every float is even.
  const isNegative = reinterpret<i32>(a) < 0 && isInteger && abs<f32>(b) < 16777216 && ((<i32>b) & 1) != 0;
  if (size == 0 || size == Infinity) {
    const result: f32 = (size == 0) == (b > 0) ? 0 : Infinity;
    return isNegative ? -result : result;
  }
  if (a < 0 && !isInteger) return NaN;
  // A denormal base is scaled to a normal one, and the result by the power of the scale.
  const result = size < 1.17549435e-38
    ? f32x4.extract_lane(ordinaryPowers(f32x4.splat(size * 16777216), f32x4.splat(b)), 0) * f32x4.extract_lane(ordinaryPowers(f32x4.splat(5.9604645e-8), f32x4.splat(b)), 0)
    : f32x4.extract_lane(ordinaryPowers(f32x4.splat(size), f32x4.splat(b)), 0);
  return isNegative ? -result : result;
}

/** The remainder of a division, with the sign of the divisor. */
export function modulo(a: f32, b: f32): f32 {
  const x = <f64>a, y = <f64>b, quotient = trunc(x / y);
  // The product is exact.
  const rest = abs(quotient) < 268435456 && abs(y) < Infinity ? x - quotient * y : <f64>(a % b);
  return <f32>(rest == 0 || rest < 0 == y < 0 ? rest : rest + y);
}

/** The lowest 32 bits of ⌊a / b⌋; 0 where the quotient is not finite. */
export function floorOfQuotient(a: f64, b: f64): i32 {
  const quotient = floor(a / b);
  return abs(quotient) < 9.2e18 ? <i32>(<i64>quotient) : 0;
}
