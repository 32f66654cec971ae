// Reading images [height, width, channels] between pixels, and the gradient of that.

import { floats, multiplyAdd, storeUpTo } from '../common/vector';

/** How many neighbours a value is interpolated from. */
const enum Neighbours { One, Two, Four }

// @ts-ignore: decorator
@inline
function between(neighbours: Neighbours, at: usize, beside: usize, below: usize, a: v128, b: v128, c: v128, d: v128): v128 {
  const first = v128.load(at);
  if (neighbours == Neighbours.One) return first;
  const above = multiplyAdd(v128.load(at + beside), b, f32x4.mul(first, a));
  if (neighbours == Neighbours.Two) return above;
  return f32x4.add(above, multiplyAdd(v128.load(at + below + beside), d, f32x4.mul(v128.load(at + below), c)));
}

// @ts-ignore: decorator
@inline
function pixel(neighbours: Neighbours, at: usize, beside: usize, below: usize, target: usize, bytes: usize, a: f32, b: f32, c: f32, d: f32): void {
  const e = f32x4.splat(a), f = f32x4.splat(b), g = f32x4.splat(c), h = f32x4.splat(d);
  const end = target + bytes, wide = target + (bytes & ~31);
  for (; target < wide; at += 32, target += 32) {
    v128.store(target, between(neighbours, at, beside, below, e, f, g, h));
    v128.store(target, between(neighbours, at + 16, beside, below, e, f, g, h), 16);
  }
  for (; target < end; at += 16, target += 16) storeUpTo(target, end, between(neighbours, at, beside, below, e, f, g, h));
}

/**
 * Writes a pixel that is interpolated between four neighbours.
 *
 * @param beside bytes to the next column, whose weight is `right`
 * @param below bytes to the next row, whose weight is `down`
 */
export function blend(at: usize, beside: usize, right: f32, below: usize, down: f32, target: usize, bytes: usize): void {
  if (down == 0 && right == 0) pixel(Neighbours.One, at, 0, 0, target, bytes, 0, 0, 0, 0);
  else if (right == 0) pixel(Neighbours.Two, at, below, 0, target, bytes, 1 - down, down, 0, 0);
  else if (down == 0) pixel(Neighbours.Two, at, beside, 0, target, bytes, 1 - right, right, 0, 0);
  else pixel(Neighbours.Four, at, beside, below, target, bytes, (1 - down) * (1 - right), (1 - down) * right, down * (1 - right), down * right);
}

/** a · (1 − weight) + b · weight */
// @ts-ignore: decorator
@inline
function mix(a: v128, b: v128, weight: f32): v128 {
  return multiplyAdd(b, f32x4.splat(weight), f32x4.mul(a, f32x4.splat(1 - weight)));
}

/** The same as `blend` for at most four channels. A weight of 0 takes nothing, of infinity either. */
// @ts-ignore: decorator
@inline
export function blendFour(at: usize, beside: usize, right: f32, below: usize, down: f32): v128 {
  let y = v128.load(at);
  if (right != 0) y = mix(y, v128.load(at + beside), right);
  if (down == 0) return y;
  let z = v128.load(at + below);
  if (right != 0) z = mix(z, v128.load(at + below + beside), right);
  return mix(y, z, down);
}

/** Writes the pixel at a fractional column of the row at `x`. */
// @ts-ignore: decorator
@inline
export function sampleRow(x: usize, below: usize, down: f32, target: usize, width: i32, bytes: usize, column: f64): void {
  const left = <i32>column;
  blend(x + <usize>left * bytes, left + 1 < width ? bytes : 0, <f32>(column - <f64>left), below, down, target, bytes);
}

/** The gradient of `blend`: adds the pixel at `source` to the four neighbours of (row, column), by their weights. */
export function addToNeighbours(source: usize, image: usize, width: i32, height: i32, channels: i32, row: f64, column: f64): void {
  const top = <i32>row, left = <i32>column, bytes = floats(channels), down = <f32>(row - <f64>top), right = <f32>(column - <f64>left);
  const first = image + <usize>(top * width + left) * bytes;
  const below: usize = top + 1 < height ? <usize>width * bytes : 0, beside: usize = left + 1 < width ? bytes : 0;
  addScaled(source, first, bytes, (1 - down) * (1 - right));
  if (right > 0) addScaled(source, first + beside, bytes, (1 - down) * right);
  if (down > 0) addScaled(source, first + below, bytes, down * (1 - right));
  if (down > 0 && right > 0) addScaled(source, first + below + beside, bytes, down * right);
}

// @ts-ignore: decorator
@inline
function addScaled(source: usize, target: usize, bytes: usize, weight: f32): void {
  const factor = f32x4.splat(weight);
  for (let c: usize = 0; c < bytes; c += 16) storeUpTo(target + c, target + bytes, f32x4.add(v128.load(target + c), f32x4.mul(v128.load(source + c), factor)));
}
