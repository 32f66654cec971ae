// Conversions between float32, int32 and bool.

import { Pointer } from '../common/types';
import { floats, storeUpTo } from '../common/vector';
import { loadBytes, storeBytes, toBytes } from './bytes';

/** The dtypes, by their names in tfjs-core. */
export const enum DtypeCode { float32, int32, bool }

// @ts-ignore: decorator
@inline
function conversion(from: DtypeCode, to: DtypeCode, x: usize, target: usize, count: i32): void {
  const end = target + (to == DtypeCode.bool ? <usize>count : floats(count));
  for (; target < end; x += from == DtypeCode.bool ? 4 : 16, target += to == DtypeCode.bool ? 4 : 16) {
    let v = from == DtypeCode.bool ? loadBytes(x) : v128.load(x);
    if (to == DtypeCode.bool) storeBytes(target, end, toBytes(from == DtypeCode.float32 ? f32x4.ne(v, f32x4.splat(0)) : i32x4.ne(v, i32x4.splat(0))));
    else {
      if (from == DtypeCode.float32) v = i32x4.trunc_sat_f32x4_s(v);
      if (to == DtypeCode.float32) v = f32x4.convert_i32x4_s(v);
      storeUpTo(target, end, v);
    }
  }
}

/** Elements of one dtype as elements of another. Floats are truncated towards 0; NaN becomes 0, and what int32 cannot hold its nearest end. */
export function convert(from: DtypeCode, to: DtypeCode, x: Pointer, target: Pointer, count: i32): void {
  if (from == DtypeCode.float32) {
    if (to == DtypeCode.int32) conversion(DtypeCode.float32, DtypeCode.int32, x, target, count);
    else conversion(DtypeCode.float32, DtypeCode.bool, x, target, count);
  } else if (from == DtypeCode.int32) {
    if (to == DtypeCode.float32) conversion(DtypeCode.int32, DtypeCode.float32, x, target, count);
    else conversion(DtypeCode.int32, DtypeCode.bool, x, target, count);
  } else if (to == DtypeCode.float32) conversion(DtypeCode.bool, DtypeCode.float32, x, target, count);
  else conversion(DtypeCode.bool, DtypeCode.int32, x, target, count);
}
