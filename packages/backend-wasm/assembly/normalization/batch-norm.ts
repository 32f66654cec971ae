// Batch normalization with given statistics.

import { OptionalPointer, Pointer, Scratch } from '../common/types';
import { floats, storeUpTo } from '../common/vector';

/**
 * target[rows, columns] = (x − mean) · scale / √(variance + epsilon) + offset.
 *
 * @param offset 0 for no offset
 * @param scale 0 for a scale of 1
 * @param scratch a float for each column and four more
 */
export function batchNormalization(
  x: Pointer, mean: Pointer, variance: Pointer, offset: OptionalPointer, scale: OptionalPointer, target: Pointer, rows: i32, columns: i32, epsilon: f32, scratch: Scratch,
): void {
  const step = floats(columns), tiny = f32x4.splat(epsilon);
  for (let i: usize = 0; i < step; i += 16) {
    const k = f32x4.div(scale ? v128.load(scale + i) : f32x4.splat(1), f32x4.sqrt(f32x4.add(v128.load(variance + i), tiny)));
    v128.store(scratch + i, k);
  }
  const zero = f32x4.splat(0);
  for (let row = 0; row < rows; row++, x += step, target += step) {
    for (let i: usize = 0; i < step; i += 16) {
      const centered = f32x4.mul(f32x4.sub(v128.load(x + i), v128.load(mean + i)), v128.load(scratch + i));
      storeUpTo(target + i, target + step, f32x4.add(centered, offset ? v128.load(offset + i) : zero));
    }
  }
}
