// Layer and root mean square normalization: every row has its own statistics, columns their scale and offset.

import { OptionalPointer, Pointer } from '../common/types';
import { floats, flush, storeUpTo, sumOfLanes, within } from '../common/vector';

/** The rows of a partial sum of the gradients by scale and offset: a long sum in single precision loses digits. */
export const enum RowNormSize { ChunkRows = 64 }

/** x − mean: the mean has two parts, because single precision has too few digits where it is far from 0. */
// @ts-ignore: decorator
@inline
function fromMean(x: v128, middle: v128, low: v128): v128 {
  return f32x4.sub(f32x4.sub(x, middle), low);
}

// Sums have four parts, because each addition waits for the one before it.

// @ts-ignore: decorator
@inline
function meanOf(x: usize, columns: i32): f32 {
  const end = x + floats(columns), wide = x + (floats(columns) & ~63);
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  for (; x < wide; x += 64) {
    s0 = f32x4.add(s0, v128.load(x));
    s1 = f32x4.add(s1, v128.load(x, 16));
    s2 = f32x4.add(s2, v128.load(x, 32));
    s3 = f32x4.add(s3, v128.load(x, 48));
  }
  for (; x < end; x += 16) s0 = f32x4.add(s0, within(v128.load(x), x, end));
  return sumOfLanes(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3))) / <f32>columns;
}

/** The rest of the mean besides `middle`, 0 where it is not `centered`; and 1 / √(mean((x − mean)²) + epsilon). */
// @ts-ignore: decorator
@inline
function restAndInverse(centered: bool, x: usize, columns: i32, middle: v128, epsilon: f32): v128 {
  const end = x + floats(columns), wide = x + (floats(columns) & ~63);
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, q0 = s0, q1 = s0, q2 = s0, q3 = s0;
  for (; x < wide; x += 64) {
    const d0 = f32x4.sub(v128.load(x), middle), d1 = f32x4.sub(v128.load(x, 16), middle);
    const d2 = f32x4.sub(v128.load(x, 32), middle), d3 = f32x4.sub(v128.load(x, 48), middle);
    if (centered) {
      s0 = f32x4.add(s0, d0); s1 = f32x4.add(s1, d1); s2 = f32x4.add(s2, d2); s3 = f32x4.add(s3, d3);
    }
    q0 = f32x4.add(q0, f32x4.mul(d0, d0)); q1 = f32x4.add(q1, f32x4.mul(d1, d1));
    q2 = f32x4.add(q2, f32x4.mul(d2, d2)); q3 = f32x4.add(q3, f32x4.mul(d3, d3));
  }
  for (; x < end; x += 16) {
    const distance = within(f32x4.sub(v128.load(x), middle), x, end);
    if (centered) s0 = f32x4.add(s0, distance);
    q0 = f32x4.add(q0, f32x4.mul(distance, distance));
  }
  const rest = centered ? sumOfLanes(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3))) / <f32>columns : 0;
  const squares = sumOfLanes(f32x4.add(f32x4.add(q0, q1), f32x4.add(q2, q3)));
  return f32x4(rest, 1 / sqrt<f32>(max<f32>(0, squares / <f32>columns - rest * rest) + epsilon), 0, 0);
}

// @ts-ignore: decorator
@inline
function standardized(x: usize, middle: v128, low: v128, inverse: v128): v128 {
  return f32x4.mul(fromMean(v128.load(x), middle, low), inverse);
}

// @ts-ignore: decorator
@inline
function scaled(standard: v128, scale: usize, offset: usize, at: usize): v128 {
  const y = f32x4.mul(standard, v128.load(scale + at));
  return flush(offset ? f32x4.add(y, v128.load(offset + at)) : y);
}

/** target[rows, columns] = (x − mean) / √(variance + epsilon) · scale + offset; where `offset` is 0, so is the mean. */
export function rowNorm(x: Pointer, scale: Pointer, offset: OptionalPointer, target: Pointer, rows: i32, columns: i32, epsilon: f32): void {
  const step = floats(columns), whole = step & ~15;
  for (let i = 0; i < rows; i++, x += step, target += step) {
    const middle = f32x4.splat(offset ? meanOf(x, columns) : <f32>0), found = restAndInverse(offset != 0, x, columns, middle, epsilon);
    const low = v128.shuffle<f32>(found, found, 0, 0, 0, 0), inverse = v128.shuffle<f32>(found, found, 1, 1, 1, 1);
    let at: usize = 0;
    for (; at < whole; at += 16) v128.store(target + at, scaled(standardized(x + at, middle, low, inverse), scale, offset, at));
    if (at < step) storeUpTo(target + at, target + step, scaled(standardized(x + at, middle, low, inverse), scale, offset, at));
  }
}

/**
 * dx = inverse · (g − mean(g) − s · mean(g · s)) with g = dy · scale and s = (x − mean) · inverse. Of dScale = Σ dy · s
 * and dOffset = Σ dy, partial sums over `RowNormSize.ChunkRows` rows each; where `dOffset` is 0, so are the means of x and g.
 */
export function rowNormGradient(
  dy: Pointer, x: Pointer, scale: Pointer, dx: Pointer, dScale: Pointer, dOffset: OptionalPointer, rows: i32, columns: i32, epsilon: f32,
): void {
  const step = floats(columns), whole = step & ~15;
  for (let i = 0; i < rows; i++, dy += step, x += step, dx += step) {
    if (i % RowNormSize.ChunkRows == 0) {
      if (i > 0) {
        dScale += step;
        if (dOffset) dOffset += step;
      }
      memory.fill(dScale, 0, step);
      if (dOffset) memory.fill(dOffset, 0, step);
    }
    const middle = f32x4.splat(dOffset ? meanOf(x, columns) : <f32>0), found = restAndInverse(dOffset != 0, x, columns, middle, epsilon);
    const low = v128.shuffle<f32>(found, found, 0, 0, 0, 0), inverse = v128.shuffle<f32>(found, found, 1, 1, 1, 1);
    let sum = f32x4.splat(0), along = sum, at: usize = 0;
    for (; at < whole; at += 16) {
      const gradient = v128.load(dy + at), g = f32x4.mul(gradient, v128.load(scale + at)), s = standardized(x + at, middle, low, inverse);
      sum = f32x4.add(sum, g);
      along = f32x4.add(along, f32x4.mul(g, s));
      v128.store(dScale + at, f32x4.add(v128.load(dScale + at), f32x4.mul(gradient, s)));
      if (dOffset) v128.store(dOffset + at, f32x4.add(v128.load(dOffset + at), gradient));
    }
    if (at < step) {
      const gradient = v128.load(dy + at), g = f32x4.mul(gradient, v128.load(scale + at)), s = standardized(x + at, middle, low, inverse);
      sum = f32x4.add(sum, within(g, at, step));
      along = f32x4.add(along, within(f32x4.mul(g, s), at, step));
      storeUpTo(dScale + at, dScale + step, f32x4.add(v128.load(dScale + at), f32x4.mul(gradient, s)));
      if (dOffset) storeUpTo(dOffset + at, dOffset + step, f32x4.add(v128.load(dOffset + at), gradient));
    }
    const level = f32x4.splat(dOffset ? sumOfLanes(sum) / <f32>columns : 0), tilt = f32x4.splat(sumOfLanes(along) / <f32>columns);
    for (at = 0; at < whole; at += 16) {
      const g = f32x4.mul(v128.load(dy + at), v128.load(scale + at)), s = standardized(x + at, middle, low, inverse);
      v128.store(dx + at, flush(f32x4.mul(inverse, f32x4.sub(f32x4.sub(g, level), f32x4.mul(s, tilt)))));
    }
    if (at < step) {
      const g = f32x4.mul(v128.load(dy + at), v128.load(scale + at)), s = standardized(x + at, middle, low, inverse);
      storeUpTo(dx + at, dx + step, flush(f32x4.mul(inverse, f32x4.sub(f32x4.sub(g, level), f32x4.mul(s, tilt)))));
    }
  }
}
