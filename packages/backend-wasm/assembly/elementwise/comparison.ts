// Comparisons, which give a boolean for each element, logic of booleans, and the choice between two tensors by one.

import { Pointer } from '../common/types';
import { floats, storeUpTo } from '../common/vector';
import { loadBytes, storeBytes, toBytes } from './bytes';

/** The comparisons, by their names in tfjs's registry, of float32 or, with `Integer`, of int32. `IsFinite` and `IsInf` read the first operand only. */
export const enum ComparisonCode {
  Equal, NotEqual, Greater, GreaterEqual, Less, LessEqual,
  IntegerEqual, IntegerNotEqual, IntegerGreater, IntegerGreaterEqual, IntegerLess, IntegerLessEqual,
  IsFinite, IsInf,
}

// @ts-ignore: decorator
@inline
function maskOfComparison(code: ComparisonCode, a: v128, b: v128): v128 {
  if (code == ComparisonCode.IsFinite) return f32x4.lt(f32x4.abs(a), f32x4.splat(Infinity));
  if (code == ComparisonCode.IsInf) return f32x4.eq(f32x4.abs(a), f32x4.splat(Infinity));
  if (code == ComparisonCode.Equal) return f32x4.eq(a, b);
  if (code == ComparisonCode.NotEqual) return f32x4.ne(a, b);
  if (code == ComparisonCode.Greater) return f32x4.gt(a, b);
  if (code == ComparisonCode.GreaterEqual) return f32x4.ge(a, b);
  if (code == ComparisonCode.Less) return f32x4.lt(a, b);
  if (code == ComparisonCode.LessEqual) return f32x4.le(a, b);
  if (code == ComparisonCode.IntegerEqual) return i32x4.eq(a, b);
  if (code == ComparisonCode.IntegerNotEqual) return i32x4.ne(a, b);
  if (code == ComparisonCode.IntegerGreater) return i32x4.gt_s(a, b);
  if (code == ComparisonCode.IntegerGreaterEqual) return i32x4.ge_s(a, b);
  if (code == ComparisonCode.IntegerLess) return i32x4.lt_s(a, b);
  return i32x4.le_s(a, b);
}

/** Element by element; an operand of which `one` is set is a single element. */
// @ts-ignore: decorator
@inline
function loop(code: ComparisonCode, a: usize, aOne: bool, b: usize, bOne: bool, target: usize, count: i32): void {
  let x = v128.load_splat<f32>(a), y = v128.load_splat<f32>(b);
  for (const end = target + <usize>count; target < end; a += 16, b += 16, target += 4) {
    if (!aOne) x = v128.load(a);
    if (!bOne) y = v128.load(b);
    storeBytes(target, end, toBytes(maskOfComparison(code, x, y)));
  }
}

/** target[count] of booleans; an operand of which `one` is set is a single element. */
export function compare(code: ComparisonCode, a: Pointer, aOne: bool, b: Pointer, bOne: bool, target: Pointer, count: i32): void {
  switch (code) {
    case ComparisonCode.Equal: loop(ComparisonCode.Equal, a, aOne, b, bOne, target, count); break;
    case ComparisonCode.NotEqual: loop(ComparisonCode.NotEqual, a, aOne, b, bOne, target, count); break;
    case ComparisonCode.Greater: loop(ComparisonCode.Greater, a, aOne, b, bOne, target, count); break;
    case ComparisonCode.GreaterEqual: loop(ComparisonCode.GreaterEqual, a, aOne, b, bOne, target, count); break;
    case ComparisonCode.Less: loop(ComparisonCode.Less, a, aOne, b, bOne, target, count); break;
    case ComparisonCode.LessEqual: loop(ComparisonCode.LessEqual, a, aOne, b, bOne, target, count); break;
    case ComparisonCode.IntegerEqual: loop(ComparisonCode.IntegerEqual, a, aOne, b, bOne, target, count); break;
    case ComparisonCode.IntegerNotEqual: loop(ComparisonCode.IntegerNotEqual, a, aOne, b, bOne, target, count); break;
    case ComparisonCode.IntegerGreater: loop(ComparisonCode.IntegerGreater, a, aOne, b, bOne, target, count); break;
    case ComparisonCode.IntegerGreaterEqual: loop(ComparisonCode.IntegerGreaterEqual, a, aOne, b, bOne, target, count); break;
    case ComparisonCode.IntegerLess: loop(ComparisonCode.IntegerLess, a, aOne, b, bOne, target, count); break;
    case ComparisonCode.IntegerLessEqual: loop(ComparisonCode.IntegerLessEqual, a, aOne, b, bOne, target, count); break;
    case ComparisonCode.IsFinite: loop(ComparisonCode.IsFinite, a, false, b, true, target, count); break;
    default: loop(ComparisonCode.IsInf, a, false, b, true, target, count);
  }
}

export const enum LogicCode { And, Or, Nand }

/** target[count] of booleans a and b. */
export function logical(code: LogicCode, a: Pointer, b: Pointer, target: Pointer, count: i32): void {
  for (const end = target + <usize>count; target < end; a += 4, b += 4, target += 4) {
    const x = v128.load32_zero(a), y = v128.load32_zero(b);
    storeBytes(target, end, code == LogicCode.And ? v128.and(x, y) : code == LogicCode.Or ? v128.or(x, y) : v128.andnot(i8x16.splat(1), v128.and(x, y)));
  }
}

/** target[count] = `whenTrue` where the boolean is true, else `whenFalse`; elements of four bytes. */
export function select(condition: Pointer, whenTrue: Pointer, whenFalse: Pointer, target: Pointer, count: i32): void {
  const end = target + floats(count);
  for (; target < end; condition += 4, whenTrue += 16, whenFalse += 16, target += 16) {
    const mask = i32x4.ne(loadBytes(condition), i32x4.splat(0));
    storeUpTo(target, end, v128.bitselect(v128.load(whenTrue), v128.load(whenFalse), mask));
  }
}
