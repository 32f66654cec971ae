import { Pointer } from '../common/types';
import { floats, storeUpTo, sumOfLanes, within } from '../common/vector';

/** dy / count where a lane holds the extremum, else 0; NaN where no lane of the column does, because the extremum is NaN. */
// @ts-ignore: decorator
@inline
function shareOf(share: v128, x: v128, most: v128): v128 {
  return v128.or(v128.and(share, f32x4.eq(x, most)), f32x4.ne(most, most));
}

/**
 * The gradient of a maximum or minimum y[outer, inner] over the middle axis of x[outer, axis, inner]: target = dy, shared
 * equally by the elements that are equal to y.
 */
export function extremumGradient(dy: Pointer, x: Pointer, y: Pointer, target: Pointer, outer: i32, axis: i32, inner: i32): void {
  const row = floats(inner), one = f32x4.splat(1);
  if (inner == 1) {
    for (const run = floats(axis); outer > 0; outer--, x += run, target += run, dy += 4, y += 4) {
      const most = v128.load_splat<f32>(y), end = target + run;
      let count = f32x4.splat(0);
      for (let at: usize = 0; at < run; at += 16) count = f32x4.add(count, within(v128.and(one, f32x4.eq(v128.load(x + at), most)), x + at, x + run));
      const share = f32x4.splat(f32.load(dy) / sumOfLanes(count));
      for (let to = target, from = x; to < end; to += 16, from += 16) storeUpTo(to, end, shareOf(share, v128.load(from), most));
    }
    return;
  }
  for (const plane = row * <usize>axis; outer > 0; outer--, x += plane, target += plane, dy += row, y += row) {
    for (let c: usize = 0; c < row; c += 16) {
      const most = v128.load(y + c), last = x + plane;
      let count = i32x4.splat(0);
      for (let at = x + c; at < last; at += row) count = i32x4.sub(count, f32x4.eq(v128.load(at), most));
      const share = f32x4.div(v128.load(dy + c), f32x4.convert_i32x4_s(count));
      for (let at = x + c, to = target + c; at < last; at += row, to += row) storeUpTo(to, to - c + row, shareOf(share, v128.load(at), most));
    }
  }
}
