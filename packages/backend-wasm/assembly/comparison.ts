// Comparisons, which give one byte for each element, and what is done with such bytes.

import { floats, storeUpTo } from './vector';

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

// @ts-ignore: decorator
@inline
function maskOfComparison(operation: i32, a: v128, b: v128): v128 {
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

/** `operation` is one of the numbers above (src/internal/kernels/comparison.ts has the same). */
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
    default: loop(INTEGERS + LESS_EQUAL, a, aOne, b, bOne, target, count);
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

export function bytesToFloats(bytes: usize, target: usize, count: i32): void {
  const end = target + floats(count);
  for (; target < end; bytes += 4, target += 16) {
    storeUpTo(target, end, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(bytes)))));
  }
}

export function integersToFloats(integers: usize, target: usize, count: i32): void {
  const end = target + floats(count);
  for (; target < end; integers += 16, target += 16) storeUpTo(target, end, f32x4.convert_i32x4_s(v128.load(integers)));
}

export function floatsToBytes(x: usize, target: usize, count: i32): void {
  const end = target + <usize>count, zero = f32x4.splat(0);
  for (; target < end; x += 16, target += 4) storeBytes(target, end, toBytes(f32x4.ne(v128.load(x), zero)));
}

/** Bytes that are 0 or 1. */
export function logicalAnd(a: usize, b: usize, target: usize, count: i32): void {
  for (let end = target + <usize>count; target < end; a++, b++, target++) store<u8>(target, load<u8>(a) & load<u8>(b));
}

export function logicalOr(a: usize, b: usize, target: usize, count: i32): void {
  for (let end = target + <usize>count; target < end; a++, b++, target++) store<u8>(target, load<u8>(a) | load<u8>(b));
}

export function logicalNot(a: usize, target: usize, count: i32): void {
  for (let end = target + <usize>count; target < end; a++, target++) store<u8>(target, load<u8>(a) ^ 1);
}
