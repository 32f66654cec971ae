// Local response normalization across channels: y = x · (bias + alpha · Σ x²)^−beta.

import { Pointer, Scratch } from '../common/types';
import { floats, storeUpTo, within } from '../common/vector';
import { powers } from '../elementwise/power';

/**
 * target[i] = factor · Σ source[i − radius … i + radius] + start, of one row, in double precision. Each sum is computed
 * anew: a sliding sum would stay wrong after a huge element or NaN.
 */
function windowSums(source: usize, target: usize, channels: i32, radius: i32, factor: f64, start: f64, squared: bool): void {
  for (let i = 0; i < channels; i++) {
    let sum: f64 = 0;
    for (let j = max(0, i - radius), end = min(channels, i + radius + 1); j < end; j++) {
      const value = <f64>f32.load(source + floats(j));
      sum += squared ? value * value : value;
    }
    f32.store(target + floats(i), <f32>(start + factor * sum));
  }
}

/** 2^−126: scaled by it, a sum of squares that overflows float32 does not. */
// @ts-ignore: decorator
@inline
const SMALL: f32 = 1.17549435e-38;

/**
 * target = factor · x · target^exponent, of one row.
 *
 * @returns the lanes in which the target was infinite
 */
function scale(x: usize, target: usize, step: usize, exponent: v128, factor: v128): v128 {
  let infinite = f32x4.splat(0);
  for (const end = target + step; target < end; x += 16, target += 16) {
    const norms = v128.load(target);
    infinite = v128.or(infinite, within(f32x4.eq(norms, f32x4.splat(Infinity)), target, end));
    storeUpTo(target, end, f32x4.mul(v128.load(x), f32x4.mul(powers(norms, exponent), factor)));
  }
  return infinite;
}

/** target[rows, channels] */
export function localResponse(x: Pointer, target: Pointer, rows: i32, channels: i32, radius: i32, bias: f64, alpha: f64, beta: f32): void {
  const step = floats(channels), exponent = f32x4.splat(-beta);
  for (let row = 0; row < rows; row++, x += step, target += step) {
    windowSums(x, target, channels, radius, alpha, bias, true);
    if (v128.any_true(scale(x, target, step, exponent, f32x4.splat(1)))) {
      windowSums(x, target, channels, radius, alpha * SMALL, bias * SMALL, true);
      scale(x, target, step, exponent, powers(f32x4.splat(SMALL), f32x4.splat(beta)));
    }
  }
}

/** dx = dy · norm^−beta − 2 alpha beta x · Σ dy y / norm; `scratch` holds two rows and 16 bytes. */
export function localResponseGradient(
  dy: Pointer, x: Pointer, y: Pointer, target: Pointer, rows: i32, channels: i32, radius: i32, bias: f64, alpha: f64, beta: f32, scratch: Scratch,
): void {
  const step = floats(channels), exponent = f32x4.splat(-beta), norms = scratch, ratios = scratch + step;
  for (let row = 0; row < rows; row++, dy += step, x += step, y += step, target += step) {
    windowSums(x, norms, channels, radius, alpha, bias, true);
    for (let c: usize = 0; c < step; c += 16) {
      storeUpTo(ratios + c, ratios + step, f32x4.div(f32x4.mul(v128.load(dy + c), v128.load(y + c)), v128.load(norms + c)));
    }
    windowSums(ratios, target, channels, radius, -2 * alpha * <f64>beta, 0, false);
    for (let c: usize = 0; c < step; c += 16) {
      const own = f32x4.mul(v128.load(dy + c), powers(v128.load(norms + c), exponent));
      storeUpTo(target + c, target + step, f32x4.add(own, f32x4.mul(v128.load(x + c), v128.load(target + c))));
    }
  }
}
