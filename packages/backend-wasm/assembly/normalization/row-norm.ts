// Layer and root mean square normalisation: every row has its own statistics, columns their scale and offset.

import { floats, flush, storeUpTo, sumOfLanes, within } from '../common/vector';

/**
 * Rows whose gradients by scale and offset are added up before they are added to the totals: float32 forgets.
 * src/internal/kernels/normalization/normalization.ts has the same number.
 */
// @ts-ignore: decorator
@inline
const CHUNK_ROWS: i32 = 64;

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

/** target = (x − mean) / √(variance + epsilon) · scale + offset; without `offset` (0) the mean counts as 0, too. */
export function rowNorm(x: usize, scale: usize, offset: usize, target: usize, rows: i32, columns: i32, epsilon: f32): void {
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
 * and dOffset = Σ dy the sums over `CHUNK_ROWS` rows each, to be added up; without `dOffset` (0) the means of x and g
 * count as 0.
 */
export function rowNormGradient(
  dy: usize, x: usize, scale: usize, dx: usize, dScale: usize, dOffset: usize, rows: i32, columns: i32, epsilon: f32,
): void {
  const step = floats(columns);
  for (let i = 0; i < rows; i++, dy += step, x += step, dx += step) {
    if (i % CHUNK_ROWS == 0) {
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
      const slope = v128.load(dy + at), g = f32x4.mul(slope, v128.load(scale + at));
      const s = f32x4.mul(f32x4.sub(v128.load(x + at), middle), inverse);
      sum = f32x4.add(sum, within(g, at, step));
      along = f32x4.add(along, within(f32x4.mul(g, s), at, step));
      storeUpTo(dScale + at, dScale + step, f32x4.add(v128.load(dScale + at), f32x4.mul(slope, s)));
      if (dOffset) storeUpTo(dOffset + at, dOffset + step, f32x4.add(v128.load(dOffset + at), slope));
    }
    const level = f32x4.splat(dOffset ? sumOfLanes(sum) / <f32>columns : 0), tilt = f32x4.splat(sumOfLanes(along) / <f32>columns);
    for (let at: usize = 0; at < step; at += 16) {
      const g = f32x4.mul(v128.load(dy + at), v128.load(scale + at));
      const s = f32x4.mul(f32x4.sub(v128.load(x + at), middle), inverse);
      const slope = f32x4.sub(f32x4.sub(g, level), f32x4.mul(s, tilt));
      storeUpTo(dx + at, dx + step, flush(f32x4.mul(inverse, slope)));
    }
  }
}
