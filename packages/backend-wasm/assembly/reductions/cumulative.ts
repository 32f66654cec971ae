// Cumulative sums and products.

import { Pointer } from '../common/types';
import { floats } from '../common/vector';

/** The operations, of float32 or, with `Integer`, of int32. */
export const enum CumulativeCode { Sum, Prod, IntegerSum, IntegerProd }

/** One run of an axis; `step` bytes from an element to the next. Floats are accumulated in double precision, because errors accumulate too. */
// @ts-ignore: decorator
@inline
function along(code: CumulativeCode, x: usize, target: usize, axis: i32, step: isize, exclusive: bool): void {
  if (code >= CumulativeCode.IntegerSum) {
    let total: i32 = code == CumulativeCode.IntegerSum ? 0 : 1;
    for (let j = 0; j < axis; j++, x += step, target += step) {
      const value = i32.load(x), next = code == CumulativeCode.IntegerSum ? total + value : total * value;
      i32.store(target, exclusive ? total : next);
      total = next;
    }
    return;
  }
  let total: f64 = code == CumulativeCode.Sum ? 0 : 1;
  for (let j = 0; j < axis; j++, x += step, target += step) {
    const value = <f64>f32.load(x), next = code == CumulativeCode.Sum ? total + value : total * value;
    f32.store(target, <f32>(exclusive ? total : next));
    total = next;
  }
}

/**
 * target[outer, axis, inner] = the cumulative sums or products along the axis of x.
 *
 * @param exclusive whether an element itself is left out of its sum
 * @param reverse whether to begin at the end
 */
export function cumulate(x: Pointer, target: Pointer, outer: i32, axis: i32, inner: i32, code: CumulativeCode, exclusive: bool, reverse: bool): void {
  const step: isize = <isize>floats(inner), size = floats(axis * inner), start: usize = reverse ? size - step : 0;
  for (let i = 0; i < outer; i++, x += size, target += size) {
    for (let c: usize = 0; c < <usize>step; c += 4) {
      const from = x + start + c, to = target + start + c, by = reverse ? -step : step;
      if (code == CumulativeCode.Sum) along(CumulativeCode.Sum, from, to, axis, by, exclusive);
      else if (code == CumulativeCode.Prod) along(CumulativeCode.Prod, from, to, axis, by, exclusive);
      else if (code == CumulativeCode.IntegerSum) along(CumulativeCode.IntegerSum, from, to, axis, by, exclusive);
      else along(CumulativeCode.IntegerProd, from, to, axis, by, exclusive);
    }
  }
}
