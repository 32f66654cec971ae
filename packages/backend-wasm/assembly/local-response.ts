// Normalisation by what neighbouring channels hold: y = x · (bias + alpha · Σ x²)^−beta.

import { powers } from './power';
import { floats, storeUpTo } from './vector';

/**
 * target[i] = factor · Σ of source[i − radius … i + radius], plus `start`, of one row; in double precision. Each sum anew:
 * of one that numbers come to and go from, nothing would be left after a huge one or one that is none.
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

/** `scratch` is not used, but the gradient needs it, and both are called alike. */
export function localResponse(x: usize, target: usize, scratch: usize, rows: i32, channels: i32, radius: i32, bias: f64, alpha: f64, beta: f32): void {
  const step = floats(channels), exponent = f32x4.splat(-beta);
  for (let row = 0; row < rows; row++, x += step, target += step) {
    windowSums(x, target, channels, radius, alpha, bias, true);
    for (let c: usize = 0; c < step; c += 16) {
      storeUpTo(target + c, target + step, f32x4.mul(v128.load(x + c), powers(v128.load(target + c), exponent)));
    }
  }
}

/** dx = dy · norm^−beta − 2 alpha beta x · Σ dy y / norm; `scratch` has room for two rows and 16 bytes. */
export function localResponseGradient(
  dy: usize, x: usize, y: usize, target: usize, scratch: usize, rows: i32, channels: i32, radius: i32, bias: f64, alpha: f64, beta: f32,
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
