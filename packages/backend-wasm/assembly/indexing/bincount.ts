// Counts, or sums of weights, in bins.

import { OptionalPointer, Pointer } from '../common/types';
import { floats } from '../common/vector';

/**
 * target[x[i]] += weights[i], or 1 without weights; or = 1 where `binary` is set. Values from `size` on have no bin.
 *
 * @param integers whether weights and target are int32
 * @returns whether no value is negative
 */
export function bincount(x: Pointer, weights: OptionalPointer, target: Pointer, count: i32, size: i32, binary: bool, integers: bool): bool {
  const step: usize = weights == 0 ? 0 : 4;
  if (!binary && !integers && weights != 0) {
    for (const end = x + floats(count); x < end; x += 4, weights += 4) {
      const bin = i32.load(x), to = target + floats(bin);
      if (<u32>bin < <u32>size) f32.store(to, f32.load(to) + f32.load(weights));
      else if (bin < 0) return false;
    }
    return true;
  }
  for (let i = 0; i < count; i++, x += 4, weights += step) {
    const bin = i32.load(x), to = target + floats(bin);
    if (<u32>bin >= <u32>size) {
      if (bin < 0) return false;
    } else if (binary || step == 0) {
      if (integers) i32.store(to, binary ? 1 : i32.load(to) + 1);
      else f32.store(to, binary ? 1 : f32.load(to) + 1);
    } else i32.store(to, i32.load(to) + i32.load(weights));
  }
  return true;
}
