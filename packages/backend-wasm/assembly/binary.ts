// Elementwise functions of two tensors of float32 or int32 with broadcasting. The caller joins axes until at most three are left: two outer
// ones, with a distance for each operand (0 where it is repeated), and rows, in which an operand is one number or many.

import { floats, storeUpTo } from './vector';

// @ts-ignore: decorator
@inline
const ADD: i32 = 0;
// @ts-ignore: decorator
@inline
const SUBTRACT: i32 = 1;
// @ts-ignore: decorator
@inline
const MULTIPLY: i32 = 2;
// @ts-ignore: decorator
@inline
const DIVIDE: i32 = 3;
// @ts-ignore: decorator
@inline
const MAXIMUM: i32 = 4;
// @ts-ignore: decorator
@inline
const MINIMUM: i32 = 5;
// @ts-ignore: decorator
@inline
const SQUARED_DIFFERENCE: i32 = 6;
// @ts-ignore: decorator
@inline
const INTEGER_ADD: i32 = 7;
// @ts-ignore: decorator
@inline
const INTEGER_SUBTRACT: i32 = 8;
// @ts-ignore: decorator
@inline
const INTEGER_MULTIPLY: i32 = 9;
// @ts-ignore: decorator
@inline
const INTEGER_MAXIMUM: i32 = 10;
// @ts-ignore: decorator
@inline
const INTEGER_MINIMUM: i32 = 11;
// @ts-ignore: decorator
@inline
const INTEGER_SQUARED_DIFFERENCE: i32 = 12;

// @ts-ignore: decorator
@inline
function apply(operation: i32, a: v128, b: v128): v128 {
  if (operation == ADD) return f32x4.add(a, b);
  if (operation == SUBTRACT) return f32x4.sub(a, b);
  if (operation == MULTIPLY) return f32x4.mul(a, b);
  if (operation == DIVIDE) return f32x4.div(a, b);
  if (operation == MAXIMUM) return f32x4.max(a, b);
  if (operation == MINIMUM) return f32x4.min(a, b);
  if (operation == INTEGER_ADD) return i32x4.add(a, b);
  if (operation == INTEGER_SUBTRACT) return i32x4.sub(a, b);
  if (operation == INTEGER_MULTIPLY) return i32x4.mul(a, b);
  if (operation == INTEGER_MAXIMUM) return i32x4.max_s(a, b);
  if (operation == INTEGER_MINIMUM) return i32x4.min_s(a, b);
  if (operation == INTEGER_SQUARED_DIFFERENCE) {
    const whole = i32x4.sub(a, b);
    return i32x4.mul(whole, whole);
  }
  const difference = f32x4.sub(a, b);
  return f32x4.mul(difference, difference);
}

// @ts-ignore: decorator
@inline
function row(operation: i32, a: usize, aOne: bool, b: usize, bOne: bool, target: usize, length: i32): void {
  const end = target + floats(length), wide = target + (floats(length) & ~15);
  if (aOne) {
    const x = v128.load_splat<f32>(a);
    for (; target < wide; b += 16, target += 16) v128.store(target, apply(operation, x, v128.load(b)));
    if (target < end) storeUpTo(target, end, apply(operation, x, v128.load(b)));
  } else if (bOne) {
    const y = v128.load_splat<f32>(b);
    for (; target < wide; a += 16, target += 16) v128.store(target, apply(operation, v128.load(a), y));
    if (target < end) storeUpTo(target, end, apply(operation, v128.load(a), y));
  } else {
    for (; target < wide; a += 16, b += 16, target += 16) v128.store(target, apply(operation, v128.load(a), v128.load(b)));
    if (target < end) storeUpTo(target, end, apply(operation, v128.load(a), v128.load(b)));
  }
}

// @ts-ignore: decorator
@inline
function rows(
  operation: i32, a: usize, aOne: bool, b: usize, bOne: bool, target: usize, length: i32,
  outer: i32, aOuter: usize, bOuter: usize, middle: i32, aMiddle: usize, bMiddle: usize,
): void {
  const step = floats(length);
  for (let i = 0; i < outer; i++) {
    let x = a, y = b;
    for (let j = 0; j < middle; j++) {
      row(operation, x, aOne, y, bOne, target, length);
      x += aMiddle;
      y += bMiddle;
      target += step;
    }
    a += aOuter;
    b += bOuter;
  }
}

/** `operation` is one of the numbers above (src/internal/kernels/binary.ts has the same). */
export function binary(
  operation: i32, a: usize, aOne: bool, b: usize, bOne: bool, target: usize, length: i32,
  outer: i32, aOuter: usize, bOuter: usize, middle: i32, aMiddle: usize, bMiddle: usize,
): void {
  // A branch for each, so that the loop inside knows its operation.
  if (operation == ADD) rows(ADD, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else if (operation == SUBTRACT) rows(SUBTRACT, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else if (operation == MULTIPLY) rows(MULTIPLY, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else if (operation == DIVIDE) rows(DIVIDE, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else if (operation == MAXIMUM) rows(MAXIMUM, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else if (operation == MINIMUM) rows(MINIMUM, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else if (operation == SQUARED_DIFFERENCE) rows(SQUARED_DIFFERENCE, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else if (operation == INTEGER_ADD) rows(INTEGER_ADD, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else if (operation == INTEGER_SUBTRACT) rows(INTEGER_SUBTRACT, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else if (operation == INTEGER_MULTIPLY) rows(INTEGER_MULTIPLY, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else if (operation == INTEGER_MAXIMUM) rows(INTEGER_MAXIMUM, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else if (operation == INTEGER_MINIMUM) rows(INTEGER_MINIMUM, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else rows(INTEGER_SQUARED_DIFFERENCE, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
}
