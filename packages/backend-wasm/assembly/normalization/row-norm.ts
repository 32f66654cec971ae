// Layer and root mean square normalization: every row has its own statistics, columns their scale and offset.

import { OptionalPointer, Pointer } from '../common/types';
import { floats, flush, storeUpTo, sumOfLanes, within } from '../common/vector';

/** The rows of a partial sum of the gradients by scale and offset: a long sum in single precision loses digits. */
export const enum RowNormSize { ChunkRows = 64 }

// @ts-ignore: decorator
@inline
function meanOf(x: usize, columns: i32): f32 {
  const end = x + floats(columns);
  let sum = f32x4.splat(0);
  for (; x < end; x += 16) sum = f32x4.add(sum, within(v128.load(x), x, end));
  return sumOfLanes(sum) / <f32>columns;
}

/** 1 / √(mean((x − mean)²) + epsilon) */
// @ts-ignore: decorator
@inline
function inverseDeviation(x: usize, columns: i32, mean: f32, epsilon: f32): f32 {
  const end = x + floats(columns), middle = f32x4.splat(mean);
  let sum = f32x4.splat(0);
  for (; x < end; x += 16) {
    const distance = f32x4.sub(v128.load(x), middle);
    sum = f32x4.add(sum, within(f32x4.mul(distance, distance), x, end));
  }
  return 1 / sqrt<f32>(sumOfLanes(sum) / <f32>columns + epsilon);
}

/** target[rows, columns] = (x − mean) / √(variance + epsilon) · scale + offset; where `offset` is 0, so is the mean. */
export function rowNorm(x: Pointer, scale: Pointer, offset: OptionalPointer, target: Pointer, rows: i32, columns: i32, epsilon: f32): void {
  const step = floats(columns);
  for (let i = 0; i < rows; i++, x += step, target += step) {
    const mean = offset ? meanOf(x, columns) : <f32>0, middle = f32x4.splat(mean);
    const inverse = f32x4.splat(inverseDeviation(x, columns, mean, epsilon));
    for (let at: usize = 0; at < step; at += 16) {
      let y = f32x4.mul(f32x4.mul(f32x4.sub(v128.load(x + at), middle), inverse), v128.load(scale + at));
      if (offset) y = f32x4.add(y, v128.load(offset + at));
      storeUpTo(target + at, target + step, flush(y));
    }
  }
}

/**
 * dx = inverse · (g − mean(g) − s · mean(g · s)) with g = dy · scale and s = (x − mean) · inverse. Of dScale = Σ dy · s
 * and dOffset = Σ dy, partial sums over `RowNormSize.ChunkRows` rows each; where `dOffset` is 0, so are the means of x and g.
 */
export function rowNormGradient(
  dy: Pointer, x: Pointer, scale: Pointer, dx: Pointer, dScale: Pointer, dOffset: OptionalPointer, rows: i32, columns: i32, epsilon: f32,
): void {
  const step = floats(columns);
  for (let i = 0; i < rows; i++, dy += step, x += step, dx += step) {
    if (i % RowNormSize.ChunkRows == 0) {
      if (i > 0) {
        dScale += step;
        if (dOffset) dOffset += step;
      }
      memory.fill(dScale, 0, step);
      if (dOffset) memory.fill(dOffset, 0, step);
    }
    const mean = dOffset ? meanOf(x, columns) : <f32>0, middle = f32x4.splat(mean);
    const inverse = f32x4.splat(inverseDeviation(x, columns, mean, epsilon));
    let sum = f32x4.splat(0), along = f32x4.splat(0);
    for (let at: usize = 0; at < step; at += 16) {
      const gradient = v128.load(dy + at), g = f32x4.mul(gradient, v128.load(scale + at));
      const s = f32x4.mul(f32x4.sub(v128.load(x + at), middle), inverse);
      sum = f32x4.add(sum, within(g, at, step));
      along = f32x4.add(along, within(f32x4.mul(g, s), at, step));
      storeUpTo(dScale + at, dScale + step, f32x4.add(v128.load(dScale + at), f32x4.mul(gradient, s)));
      if (dOffset) storeUpTo(dOffset + at, dOffset + step, f32x4.add(v128.load(dOffset + at), gradient));
    }
    const level = f32x4.splat(dOffset ? sumOfLanes(sum) / <f32>columns : 0), tilt = f32x4.splat(sumOfLanes(along) / <f32>columns);
    for (let at: usize = 0; at < step; at += 16) {
      const g = f32x4.mul(v128.load(dy + at), v128.load(scale + at));
      const s = f32x4.mul(f32x4.sub(v128.load(x + at), middle), inverse);
      const gradient = f32x4.sub(f32x4.sub(g, level), f32x4.mul(s, tilt));
      storeUpTo(dx + at, dx + step, flush(f32x4.mul(inverse, gradient)));
    }
  }
}
