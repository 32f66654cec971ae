// The gradient of relu.

import { Pointer } from '../common/types';
import { choose, floats, storeUpTo } from '../common/vector';

/** target = y > 0 ? dy : 0; NaN where y is NaN. */
export function reluGradient(dy: Pointer, y: Pointer, target: Pointer, count: i32): void {
  const zero = f32x4.splat(0), end = target + floats(count);
  for (; target < end; dy += 16, y += 16, target += 16) {
    const gate = v128.load(y);
    storeUpTo(target, end, choose(f32x4.ne(gate, gate), gate, v128.and(v128.load(dy), f32x4.gt(gate, zero))));
  }
}
