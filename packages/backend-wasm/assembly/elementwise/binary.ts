// Elementwise functions of two tensors of float32 or int32, with broadcasting. The caller joins axes until at most three
// are left: two outer ones, with a distance for each operand (0 where it is repeated), and rows, in which an operand is
// one element or as many as the target has.

import { Bytes, Pointer } from '../common/types';
import { choose, floats, storeUpTo } from '../common/vector';
import { floorOfQuotient, modulo, powers } from './power';
import { arcTangentOf } from './trigonometry';

/**
 * The functions, by their names in tfjs's registry, of float32 or, with `Integer`, of int32. Those from `Atan2` on take
 * many instructions and share one loop.
 */
export const enum BinaryCode {
  Add, Sub, Multiply, RealDiv, Maximum, Minimum, SquaredDifference,
  IntegerAdd, IntegerSub, IntegerMultiply, IntegerMaximum, IntegerMinimum, IntegerSquaredDifference, IntegerAnd,
  Prelu, EluGrad,
  Atan2, Pow, Mod, FloorDiv, IntegerMod, IntegerFloorDiv,
}

/** Stands for the functions that share a loop; which one runs is in `sharedCode`. */
// @ts-ignore: decorator
@inline
const SHARED: i32 = -1;
let sharedCode: i32 = 0;

// @ts-ignore: decorator
@inline
function apply(code: i32, a: v128, b: v128): v128 {
  if (code == SHARED) return applyShared(sharedCode, a, b);
  if (code == BinaryCode.Add) return f32x4.add(a, b);
  if (code == BinaryCode.Sub) return f32x4.sub(a, b);
  if (code == BinaryCode.Multiply) return f32x4.mul(a, b);
  if (code == BinaryCode.RealDiv) return f32x4.div(a, b);
  if (code == BinaryCode.Maximum) return f32x4.max(a, b);
  if (code == BinaryCode.Minimum) return f32x4.min(a, b);
  if (code == BinaryCode.IntegerAdd) return i32x4.add(a, b);
  if (code == BinaryCode.IntegerSub) return i32x4.sub(a, b);
  if (code == BinaryCode.IntegerMultiply) return i32x4.mul(a, b);
  if (code == BinaryCode.IntegerMaximum) return i32x4.max_s(a, b);
  if (code == BinaryCode.IntegerMinimum) return i32x4.min_s(a, b);
  if (code == BinaryCode.IntegerSquaredDifference) {
    const distance = i32x4.sub(a, b);
    return i32x4.mul(distance, distance);
  }
  if (code == BinaryCode.IntegerAnd) return v128.and(a, b);
  const zero = f32x4.splat(0);
  if (code == BinaryCode.Prelu) return choose(f32x4.lt(a, zero), f32x4.mul(a, b), a);
  // Of dy and y.
  if (code == BinaryCode.EluGrad) return choose(f32x4.ge(b, zero), a, f32x4.mul(a, f32x4.add(b, f32x4.splat(1))));
  const difference = f32x4.sub(a, b);
  return f32x4.mul(difference, difference);
}

function applyShared(code: i32, a: v128, b: v128): v128 {
  if (code == BinaryCode.Atan2) return arcTangentOf(a, b);
  if (code == BinaryCode.Pow) return powers(a, b);
  if (code == BinaryCode.Mod) {
    return f32x4(
      modulo(f32x4.extract_lane(a, 0), f32x4.extract_lane(b, 0)), modulo(f32x4.extract_lane(a, 1), f32x4.extract_lane(b, 1)),
      modulo(f32x4.extract_lane(a, 2), f32x4.extract_lane(b, 2)), modulo(f32x4.extract_lane(a, 3), f32x4.extract_lane(b, 3)),
    );
  }
  if (code == BinaryCode.FloorDiv) {
    return i32x4(
      floorOfQuotient(f32x4.extract_lane(a, 0), f32x4.extract_lane(b, 0)), floorOfQuotient(f32x4.extract_lane(a, 1), f32x4.extract_lane(b, 1)),
      floorOfQuotient(f32x4.extract_lane(a, 2), f32x4.extract_lane(b, 2)), floorOfQuotient(f32x4.extract_lane(a, 3), f32x4.extract_lane(b, 3)),
    );
  }
  return i32x4(
    ofIntegers(code, i32x4.extract_lane(a, 0), i32x4.extract_lane(b, 0)), ofIntegers(code, i32x4.extract_lane(a, 1), i32x4.extract_lane(b, 1)),
    ofIntegers(code, i32x4.extract_lane(a, 2), i32x4.extract_lane(b, 2)), ofIntegers(code, i32x4.extract_lane(a, 3), i32x4.extract_lane(b, 3)),
  );
}

function ofIntegers(code: i32, a: i32, b: i32): i32 {
  if (code == BinaryCode.IntegerFloorDiv) return floorOfQuotient(a, b);
  if (b == 0) return 0;
  const remainder = a % b;
  return a < 0 == b < 0 || remainder == 0 ? remainder : remainder + b;
}

/** One row; an operand of which `one` is set is a single element. */
// @ts-ignore: decorator
@inline
function row(code: i32, a: usize, aOne: bool, b: usize, bOne: bool, target: usize, length: i32): void {
  const end = target + floats(length), wide = target + (floats(length) & ~15);
  let x = v128.load_splat<f32>(a), y = v128.load_splat<f32>(b);
  if (code >= BinaryCode.IntegerAdd || code == SHARED) {
    // One loop for any operands: these functions are rare in training.
    for (; target < end; a += 16, b += 16, target += 16) {
      if (!aOne) x = v128.load(a);
      if (!bOne) y = v128.load(b);
      storeUpTo(target, end, apply(code, x, y));
    }
    return;
  }
  if (aOne) for (; target < wide; b += 16, target += 16) v128.store(target, apply(code, x, v128.load(b)));
  else if (bOne) for (; target < wide; a += 16, target += 16) v128.store(target, apply(code, v128.load(a), y));
  else for (; target < wide; a += 16, b += 16, target += 16) v128.store(target, apply(code, v128.load(a), v128.load(b)));
  if (target < end) storeUpTo(target, end, apply(code, aOne ? x : v128.load(a), bOne ? y : v128.load(b)));
}

// @ts-ignore: decorator
@inline
function rows(
  code: i32, a: usize, aOne: bool, b: usize, bOne: bool, target: usize, length: i32,
  outer: i32, aOuter: usize, bOuter: usize, middle: i32, aMiddle: usize, bMiddle: usize,
): void {
  const step = floats(length);
  for (let i = 0; i < outer; i++) {
    let x = a, y = b;
    for (let j = 0; j < middle; j++) {
      row(code, x, aOne, y, bOne, target, length);
      x += aMiddle;
      y += bMiddle;
      target += step;
    }
    a += aOuter;
    b += bOuter;
  }
}

/**
 * target[outer, middle, length] = f(a, b); the target may be an operand that is not repeated.
 *
 * @param aOne whether each row of a is a single element
 * @param aOuter bytes from an outer row of a to the next, 0 where it is repeated; the same for b and for middle rows
 */
export function binary(
  code: BinaryCode, a: Pointer, aOne: bool, b: Pointer, bOne: bool, target: Pointer, length: i32,
  outer: i32, aOuter: Bytes, bOuter: Bytes, middle: i32, aMiddle: Bytes, bMiddle: Bytes,
): void {
  // A branch for each code, so that the loop inside knows its function.
  if (code == BinaryCode.Add) rows(BinaryCode.Add, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else if (code == BinaryCode.Sub) rows(BinaryCode.Sub, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else if (code == BinaryCode.Multiply) rows(BinaryCode.Multiply, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else if (code == BinaryCode.RealDiv) rows(BinaryCode.RealDiv, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else if (code == BinaryCode.Maximum) rows(BinaryCode.Maximum, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else if (code == BinaryCode.Minimum) rows(BinaryCode.Minimum, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else if (code == BinaryCode.SquaredDifference) rows(BinaryCode.SquaredDifference, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else if (code == BinaryCode.IntegerAdd) rows(BinaryCode.IntegerAdd, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else if (code == BinaryCode.IntegerSub) rows(BinaryCode.IntegerSub, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else if (code == BinaryCode.IntegerMultiply) rows(BinaryCode.IntegerMultiply, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else if (code == BinaryCode.IntegerMaximum) rows(BinaryCode.IntegerMaximum, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else if (code == BinaryCode.IntegerMinimum) rows(BinaryCode.IntegerMinimum, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else if (code == BinaryCode.IntegerSquaredDifference) rows(BinaryCode.IntegerSquaredDifference, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else if (code == BinaryCode.IntegerAnd) rows(BinaryCode.IntegerAnd, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else if (code == BinaryCode.Prelu) rows(BinaryCode.Prelu, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else if (code == BinaryCode.EluGrad) rows(BinaryCode.EluGrad, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  else {
    sharedCode = code;
    rows(SHARED, a, aOne, b, bOne, target, length, outer, aOuter, bOuter, middle, aMiddle, bMiddle);
  }
}
