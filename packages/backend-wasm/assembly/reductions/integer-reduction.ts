// Reductions of int32 and of booleans over one axis of [outer, axis, inner].

import { Pointer } from '../common/types';
import { floats, storeUpTo } from '../common/vector';

export const enum IntegerReductionCode { Sum, Prod, Max, Min }

// @ts-ignore: decorator
@inline
function combine(code: IntegerReductionCode, a: v128, b: v128): v128 {
  if (code == IntegerReductionCode.Sum) return i32x4.add(a, b);
  if (code == IntegerReductionCode.Prod) return i32x4.mul(a, b);
  return code == IntegerReductionCode.Max ? i32x4.max_s(a, b) : i32x4.min_s(a, b);
}

// @ts-ignore: decorator
@inline
function neutral(code: IntegerReductionCode): i32 {
  if (code == IntegerReductionCode.Sum) return 0;
  if (code == IntegerReductionCode.Prod) return 1;
  return code == IntegerReductionCode.Max ? i32.MIN_VALUE : i32.MAX_VALUE;
}

/** target[outer, inner] from x[outer, axis, inner] of int32. */
export function reduceIntegers(code: IntegerReductionCode, x: Pointer, target: Pointer, outer: i32, axis: i32, inner: i32): void {
  const step = floats(inner);
  for (let i = 0; i < outer; i++, x += <usize>axis * step, target += step) {
    for (let c: usize = 0; c < step; c += 16) {
      let total = i32x4.splat(neutral(code)), at = x + c;
      for (let j = 0; j < axis; j++, at += step) total = combine(code, total, v128.load(at));
      storeUpTo(target + c, target + step, total);
    }
  }
}

/** target[outer, inner] = whether all (`every`), or any, of the booleans along the axis of x[outer, axis, inner] are true. */
export function reduceBooleans(every: bool, x: Pointer, target: Pointer, outer: i32, axis: i32, inner: i32): void {
  for (let i = 0; i < outer; i++, x += <usize>(axis * inner), target += <usize>inner) {
    if (inner == 1) {
      store<u8>(target, <u8>ofRun(every, x, axis));
      continue;
    }
    for (let c = 0; c < inner; c++) {
      let result = <u8>every;
      for (let j = 0, at = x + <usize>c; j < axis; j++, at += <usize>inner) {
        const byte = load<u8>(at);
        result = every ? result & byte : result | byte;
      }
      store<u8>(target + <usize>c, result);
    }
  }
}

/** The same for `count` contiguous booleans. */
function ofRun(every: bool, x: usize, count: i32): bool {
  const wide = x + <usize>(count & ~15), end = x + <usize>count;
  for (; x < wide; x += 16) {
    const bytes = v128.load(x);
    if (every ? !i8x16.all_true(bytes) : v128.any_true(bytes)) return !every;
  }
  for (; x < end; x++) {
    if ((load<u8>(x) != 0) != every) return !every;
  }
  return every;
}
