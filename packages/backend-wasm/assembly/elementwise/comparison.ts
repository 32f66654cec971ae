// Comparisons, which give one byte for each element, and what is done with such bytes.

import { floats, storeUpTo } from '../common/vector';

// @ts-ignore: decorator
@inline
const EQUAL: i32 = 0;
// @ts-ignore: decorator
@inline
const NOT_EQUAL: i32 = 1;
// @ts-ignore: decorator
@inline
const GREATER: i32 = 2;
// @ts-ignore: decorator
@inline
const GREATER_EQUAL: i32 = 3;
// @ts-ignore: decorator
@inline
const LESS: i32 = 4;
// @ts-ignore: decorator
@inline
const LESS_EQUAL: i32 = 5;
/** Added to the number of a comparison, it is that of int32. */
// @ts-ignore: decorator
@inline
const INTEGERS: i32 = 6;
/** Of the first operand alone. */
// @ts-ignore: decorator
@inline
const IS_FINITE: i32 = 12;
// @ts-ignore: decorator
@inline
const IS_INFINITE: i32 = 13;

// @ts-ignore: decorator
@inline
function maskOfComparison(operation: i32, a: v128, b: v128): v128 {
  if (operation == IS_FINITE) return f32x4.lt(f32x4.abs(a), f32x4.splat(Infinity));
  if (operation == IS_INFINITE) return f32x4.eq(f32x4.abs(a), f32x4.splat(Infinity));
  if (operation == EQUAL) return f32x4.eq(a, b);
  if (operation == NOT_EQUAL) return f32x4.ne(a, b);
  if (operation == GREATER) return f32x4.gt(a, b);
  if (operation == GREATER_EQUAL) return f32x4.ge(a, b);
  if (operation == LESS) return f32x4.lt(a, b);
  if (operation == LESS_EQUAL) return f32x4.le(a, b);
  const whole = operation - INTEGERS;
  if (whole == EQUAL) return i32x4.eq(a, b);
  if (whole == NOT_EQUAL) return i32x4.ne(a, b);
  if (whole == GREATER) return i32x4.gt_s(a, b);
  if (whole == GREATER_EQUAL) return i32x4.ge_s(a, b);
  if (whole == LESS) return i32x4.lt_s(a, b);
  return i32x4.le_s(a, b);
}

/** Four bytes, 0 or 1, in the lowest lane. */
// @ts-ignore: decorator
@inline
function toBytes(mask: v128): v128 {
  const words = i16x8.narrow_i32x4_s(mask, mask);
  return v128.and(i8x16.narrow_i16x8_s(words, words), i8x16.splat(1));
}

// @ts-ignore: decorator
@inline
function storeBytes(target: usize, end: usize, bytes: v128): void {
  if (target + 4 <= end) v128.store32_lane(target, bytes, 0);
  else {
    const four = i32x4.extract_lane(bytes, 0);
    for (let shift = 0; target < end; target++, shift += 8) store<u8>(target, <u8>(four >>> shift));
  }
}

/** Element by element; an operand of which `one` is set is a single number. */
// @ts-ignore: decorator
@inline
function loop(operation: i32, a: usize, aOne: bool, b: usize, bOne: bool, target: usize, count: i32): void {
  let x = v128.load_splat<f32>(a), y = v128.load_splat<f32>(b);
  for (const end = target + <usize>count; target < end; a += 16, b += 16, target += 4) {
    if (!aOne) x = v128.load(a);
    if (!bOne) y = v128.load(b);
    storeBytes(target, end, toBytes(maskOfComparison(operation, x, y)));
  }
}

/** `operation` is one of the numbers above (src/internal/kernels/elementwise/comparison.ts has the same). */
export function compare(operation: i32, a: usize, aOne: bool, b: usize, bOne: bool, target: usize, count: i32): void {
  switch (operation) {
    case EQUAL: loop(EQUAL, a, aOne, b, bOne, target, count); break;
    case NOT_EQUAL: loop(NOT_EQUAL, a, aOne, b, bOne, target, count); break;
    case GREATER: loop(GREATER, a, aOne, b, bOne, target, count); break;
    case GREATER_EQUAL: loop(GREATER_EQUAL, a, aOne, b, bOne, target, count); break;
    case LESS: loop(LESS, a, aOne, b, bOne, target, count); break;
    case LESS_EQUAL: loop(LESS_EQUAL, a, aOne, b, bOne, target, count); break;
    case INTEGERS + EQUAL: loop(INTEGERS + EQUAL, a, aOne, b, bOne, target, count); break;
    case INTEGERS + NOT_EQUAL: loop(INTEGERS + NOT_EQUAL, a, aOne, b, bOne, target, count); break;
    case INTEGERS + GREATER: loop(INTEGERS + GREATER, a, aOne, b, bOne, target, count); break;
    case INTEGERS + GREATER_EQUAL: loop(INTEGERS + GREATER_EQUAL, a, aOne, b, bOne, target, count); break;
    case INTEGERS + LESS: loop(INTEGERS + LESS, a, aOne, b, bOne, target, count); break;
    case INTEGERS + LESS_EQUAL: loop(INTEGERS + LESS_EQUAL, a, aOne, b, bOne, target, count); break;
    case IS_FINITE: loop(IS_FINITE, a, false, b, true, target, count); break;
    default: loop(IS_INFINITE, a, false, b, true, target, count);
  }
}

/** A mask of whole lanes from four bytes. */
// @ts-ignore: decorator
@inline
function maskOf(bytes: usize): v128 {
  const lanes = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(bytes)));
  return i32x4.ne(lanes, i32x4.splat(0));
}

/** `whenTrue` where the byte is not 0, else `whenFalse`. */
export function select(condition: usize, whenTrue: usize, whenFalse: usize, target: usize, count: i32): void {
  const end = target + floats(count);
  for (; target < end; condition += 4, whenTrue += 16, whenFalse += 16, target += 16) {
    storeUpTo(target, end, v128.bitselect(v128.load(whenTrue), v128.load(whenFalse), maskOf(condition)));
  }
}

// The dtypes that numbers are converted from and to; src/internal/kernels/elementwise/convert.ts has the same numbers.
// @ts-ignore: decorator
@inline
const FLOATS: i32 = 0;
// @ts-ignore: decorator
@inline
const WHOLE: i32 = 1;
// @ts-ignore: decorator
@inline
const BYTES: i32 = 2;

// @ts-ignore: decorator
@inline
function conversion(from: i32, to: i32, x: usize, target: usize, count: i32): void {
  const end = target + (to == BYTES ? <usize>count : floats(count));
  for (; target < end; x += from == BYTES ? 4 : 16, target += to == BYTES ? 4 : 16) {
    let v = from == BYTES ? i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(x))) : v128.load(x);
    if (to == BYTES) storeBytes(target, end, toBytes(from == FLOATS ? f32x4.ne(v, f32x4.splat(0)) : i32x4.ne(v, i32x4.splat(0))));
    else {
      if (from == FLOATS) v = i32x4.trunc_sat_f32x4_s(v);
      if (to == FLOATS) v = f32x4.convert_i32x4_s(v);
      storeUpTo(target, end, v);
    }
  }
}

/** Numbers of one dtype as those of another. Floats are cut off towards 0: NaN becomes 0, and what is too large the largest there is. */
export function convert(from: i32, to: i32, x: usize, target: usize, count: i32): void {
  if (from == FLOATS) {
    if (to == WHOLE) conversion(FLOATS, WHOLE, x, target, count);
    else conversion(FLOATS, BYTES, x, target, count);
  } else if (from == WHOLE) {
    if (to == FLOATS) conversion(WHOLE, FLOATS, x, target, count);
    else conversion(WHOLE, BYTES, x, target, count);
  } else if (to == FLOATS) conversion(BYTES, FLOATS, x, target, count);
  else conversion(BYTES, WHOLE, x, target, count);
}

// The numbers of src/internal/kernels/elementwise/comparison.ts.
// @ts-ignore: decorator
@inline
const AND: i32 = 0;
// @ts-ignore: decorator
@inline
const OR: i32 = 1;

/** Of bytes that are 0 or 1: both, one of the two at least, or not both. */
export function logical(operation: i32, a: usize, b: usize, target: usize, count: i32): void {
  for (const end = target + <usize>count; target < end; a += 4, b += 4, target += 4) {
    const x = v128.load32_zero(a), y = v128.load32_zero(b);
    storeBytes(target, end, operation == AND ? v128.and(x, y) : operation == OR ? v128.or(x, y) : v128.andnot(i8x16.splat(1), v128.and(x, y)));
  }
}
