// Elementwise functions of two tensors of float32 or int32 with broadcasting. The caller joins axes until at most three are left: two outer
// ones, with a distance for each operand (0 where it is repeated), and rows, in which an operand is one number or many.

import { floorOfQuotient, modulo, powers } from './power';
import { arcTangentOf } from './trigonometry';
import { choose, floats, storeUpTo } from '../common/vector';

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
const INTEGER_AND: i32 = 13;
// @ts-ignore: decorator
@inline
const PRELU: i32 = 14;
// @ts-ignore: decorator
@inline
const ELU_GRADIENT: i32 = 15;
/** From here on functions of many instructions, which share one loop. */
// @ts-ignore: decorator
@inline
const ARC_TANGENT: i32 = 16;
// @ts-ignore: decorator
@inline
const POWER: i32 = 17;
// @ts-ignore: decorator
@inline
const MODULO: i32 = 18;
// @ts-ignore: decorator
@inline
const FLOOR_OF_QUOTIENT: i32 = 19;
// @ts-ignore: decorator
@inline
const INTEGER_MODULO: i32 = 20;
// @ts-ignore: decorator
@inline
const INTEGER_FLOOR_OF_QUOTIENT: i32 = 21;

// @ts-ignore: decorator
@inline
function apply(operation: i32, a: v128, b: v128): v128 {
  if (operation == SELDOM) return applySeldom(seldom, a, b);
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
  if (operation == INTEGER_AND) return v128.and(a, b);
  const zero = f32x4.splat(0);
  if (operation == PRELU) return choose(f32x4.lt(a, zero), f32x4.mul(a, b), a);
  // Of dy and y.
  if (operation == ELU_GRADIENT) return choose(f32x4.ge(b, zero), a, f32x4.mul(a, f32x4.add(b, f32x4.splat(1))));
  const difference = f32x4.sub(a, b);
  return f32x4.mul(difference, difference);
}

// @ts-ignore: decorator
@inline
const SELDOM: i32 = -1;
/** Which of those of many instructions runs. */
let seldom: i32 = 0;

function applySeldom(operation: i32, a: v128, b: v128): v128 {
  if (operation == ARC_TANGENT) return arcTangentOf(a, b);
  if (operation == POWER) return powers(a, b);
  if (operation == MODULO) {
    return f32x4(
      modulo(f32x4.extract_lane(a, 0), f32x4.extract_lane(b, 0)), modulo(f32x4.extract_lane(a, 1), f32x4.extract_lane(b, 1)),
      modulo(f32x4.extract_lane(a, 2), f32x4.extract_lane(b, 2)), modulo(f32x4.extract_lane(a, 3), f32x4.extract_lane(b, 3)),
    );
  }
  if (operation == FLOOR_OF_QUOTIENT) {
    return i32x4(
      floorOfQuotient(f32x4.extract_lane(a, 0), f32x4.extract_lane(b, 0)), floorOfQuotient(f32x4.extract_lane(a, 1), f32x4.extract_lane(b, 1)),
      floorOfQuotient(f32x4.extract_lane(a, 2), f32x4.extract_lane(b, 2)), floorOfQuotient(f32x4.extract_lane(a, 3), f32x4.extract_lane(b, 3)),
    );
  }
  return i32x4(
    ofIntegers(operation, i32x4.extract_lane(a, 0), i32x4.extract_lane(b, 0)), ofIntegers(operation, i32x4.extract_lane(a, 1), i32x4.extract_lane(b, 1)),
    ofIntegers(operation, i32x4.extract_lane(a, 2), i32x4.extract_lane(b, 2)), ofIntegers(operation, i32x4.extract_lane(a, 3), i32x4.extract_lane(b, 3)),
  );
}

function ofIntegers(operation: i32, a: i32, b: i32): i32 {
  if (operation == INTEGER_FLOOR_OF_QUOTIENT) return floorOfQuotient(a, b);
  if (b == 0) return 0;
  const rest = a % b;
  return a < 0 == b < 0 || rest == 0 ? rest : rest + b;
}

// @ts-ignore: decorator
@inline
function row(operation: i32, a: usize, aOne: bool, b: usize, bOne: bool, target: usize, length: i32): void {
  const end = target + floats(length), wide = target + (floats(length) & ~15);
  let x = v128.load_splat<f32>(a), y = v128.load_splat<f32>(b);
  if (operation >= INTEGER_ADD || operation == SELDOM) {
    // One loop for all, as these are seldom.
    for (; target < end; a += 16, b += 16, target += 16) {
      if (!aOne) x = v128.load(a);
      if (!bOne) y = v128.load(b);
      storeUpTo(target, end, apply(operation, x, y));
    }
    return;
  }
  if (aOne) for (; target < wide; b += 16, target += 16) v128.store(target, apply(operation, x, v128.load(b)));
  else if (bOne) for (; target < wide; a += 16, target += 16) v128.store(target, apply(operation, v128.load(a), y));
  else for (; target < wide; a += 16, b += 16, target += 16) v128.store(target, apply(operation, v128.load(a), v128.load(b)));
  if (target < end) storeUpTo(target, end, apply(operation, aOne ? x : v128.load(a), bOne ? y : v128.load(b)));
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

/** `operation` is one of the numbers above (src/internal/kernels/elementwise/binary.ts has the same). */
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
  else if (operation == INTEGER_SQUARED_DIFFERENCE) rows(INTEGER_SQUARED_DIFFERENCE, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else if (operation == INTEGER_AND) rows(INTEGER_AND, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else if (operation == PRELU) rows(PRELU, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else if (operation == ELU_GRADIENT) rows(ELU_GRADIENT, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else {
    seldom = operation;
    rows(SELDOM, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  }
}
