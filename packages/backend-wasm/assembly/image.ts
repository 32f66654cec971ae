// Pictures [images, height, width, channels] made larger or smaller, cut out and turned.

import { floats, multiplyAdd, storeUpTo } from './vector';

// How a place between numbers is read; src/internal/kernels/image.ts has the same numbers.
// @ts-ignore: decorator
@inline
const BILINEAR: i32 = 0;
/** The number before it, or the nearest one. */
// @ts-ignore: decorator
@inline
const FLOOR: i32 = 1;

/** The row or column that the i-th is taken from. */
// @ts-ignore: decorator
@inline
function placeOf(i: i32, ratio: f64, start: f64, mode: i32, extent: i32): f64 {
  const place = <f64>i * ratio + start;
  if (mode == BILINEAR) return max<f64>(place, 0);
  return max<f64>(0, min<f64>(<f64>(extent - 1), floor(mode == FLOOR ? place : place + 0.5)));
}

/** Writes the numbers at (row, column) of one image, between its four neighbours. */
function read(image: usize, target: usize, width: i32, height: i32, channels: i32, row: f64, column: f64): void {
  const top = <i32>row, left = <i32>column, bytes = floats(channels), down = <f32>(row - <f64>top), right = <f32>(column - <f64>left);
  const first = image + <usize>(top * width + left) * bytes;
  if (down == 0 && right == 0) {
    for (let c: usize = 0; c < bytes; c += 16) storeUpTo(target + c, target + bytes, v128.load(first + c));
    return;
  }
  const below: usize = top + 1 < height ? <usize>width * bytes : 0, beside: usize = left + 1 < width ? bytes : 0;
  const a = f32x4.splat((1 - down) * (1 - right)), b = f32x4.splat((1 - down) * right), c = f32x4.splat(down * (1 - right)), d = f32x4.splat(down * right);
  const end = target + bytes, wide = target + (bytes & ~31);
  let at = first;
  for (; target < wide; at += 32, target += 32) {
    v128.store(target, blend(at, beside, below, a, b, c, d));
    v128.store(target, blend(at + 16, beside, below, a, b, c, d), 16);
  }
  for (; target < end; at += 16, target += 16) storeUpTo(target, end, blend(at, beside, below, a, b, c, d));
}

// @ts-ignore: decorator
@inline
function blend(at: usize, beside: usize, below: usize, a: v128, b: v128, c: v128, d: v128): v128 {
  const above = multiplyAdd(v128.load(at + beside), b, f32x4.mul(v128.load(at), a));
  return f32x4.add(above, multiplyAdd(v128.load(at + below + beside), d, f32x4.mul(v128.load(at + below), c)));
}

/** The other way round: adds the numbers at `source` to the four neighbours of (row, column), by their shares. */
function give(source: usize, image: usize, width: i32, height: i32, channels: i32, row: f64, column: f64): void {
  const top = <i32>row, left = <i32>column, bytes = floats(channels), down = <f32>(row - <f64>top), right = <f32>(column - <f64>left);
  const first = image + <usize>(top * width + left) * bytes;
  const below: usize = top + 1 < height ? <usize>width * bytes : 0, beside: usize = left + 1 < width ? bytes : 0;
  share(source, first, bytes, (1 - down) * (1 - right));
  if (right > 0) share(source, first + beside, bytes, (1 - down) * right);
  if (down > 0) share(source, first + below, bytes, down * (1 - right));
  if (down > 0 && right > 0) share(source, first + below + beside, bytes, down * right);
}

// @ts-ignore: decorator
@inline
function share(source: usize, target: usize, bytes: usize, part: f32): void {
  const factor = f32x4.splat(part);
  for (let c: usize = 0; c < bytes; c += 16) storeUpTo(target + c, target + bytes, f32x4.add(v128.load(target + c), f32x4.mul(v128.load(source + c), factor)));
}

/** Row i is taken from row i · rowRatio + rowStart, and so are columns. */
export function resize(
  x: usize, target: usize, images: i32, height: i32, width: i32, channels: i32, rows: i32, columns: i32,
  rowRatio: f64, columnRatio: f64, rowStart: f64, columnStart: f64, mode: i32,
): void {
  const step = floats(channels);
  for (let image = 0; image < images; image++, x += <usize>(height * width) * step) {
    for (let i = 0; i < rows; i++) {
      const row = placeOf(i, rowRatio, rowStart, mode, height);
      for (let j = 0; j < columns; j++, target += step) read(x, target, width, height, channels, min<f64>(row, <f64>(height - 1)), min<f64>(placeOf(j, columnRatio, columnStart, mode, width), <f64>(width - 1)));
    }
  }
}

/** The gradient of `resize` by x. */
export function resizeGradient(
  dy: usize, target: usize, images: i32, height: i32, width: i32, channels: i32, rows: i32, columns: i32,
  rowRatio: f64, columnRatio: f64, rowStart: f64, columnStart: f64, mode: i32,
): void {
  const step = floats(channels), whole = <usize>(height * width) * step;
  memory.fill(target, 0, <usize>images * whole);
  for (let image = 0; image < images; image++, target += whole) {
    for (let i = 0; i < rows; i++) {
      const row = placeOf(i, rowRatio, rowStart, mode, height);
      for (let j = 0; j < columns; j++, dy += step) give(dy, target, width, height, channels, min<f64>(row, <f64>(height - 1)), min<f64>(placeOf(j, columnRatio, columnStart, mode, width), <f64>(width - 1)));
    }
  }
}

/** One piece of an image: pixel (i, j) is taken from (row + i · down, column + j · across), or is what `fill` points to outside. */
export function crop(
  image: usize, target: usize, height: i32, width: i32, channels: i32, rows: i32, columns: i32,
  row: f64, column: f64, down: f64, across: f64, nearest: bool, fill: usize,
): void {
  const step = floats(channels);
  for (let i = 0; i < rows; i++) {
    const y = row + <f64>i * down;
    for (let j = 0; j < columns; j++, target += step) {
      const x = column + <f64>j * across;
      // Also where it is no number.
      const isInside = y >= 0 && y <= <f64>(height - 1) && x >= 0 && x <= <f64>(width - 1);
      if (!isInside) memory.copy(target, fill, step);
      else if (nearest) read(image, target, width, height, channels, floor(y + 0.5), floor(x + 0.5));
      else read(image, target, width, height, channels, y, x);
    }
  }
}

/** Turns images: pixel (x, y) is the nearest to where the rotation takes it, or what `fill` points to outside. */
export function rotate(
  x: usize, target: usize, images: i32, height: i32, width: i32, channels: i32, centerX: f64, centerY: f64, cosine: f64, sine: f64, fill: usize,
): void {
  const step = floats(channels);
  for (let image = 0; image < images; image++, x += <usize>(height * width) * step) {
    for (let i = 0; i < height; i++) {
      const down = <f64>i - centerY;
      for (let j = 0; j < width; j++, target += step) {
        const across = <f64>j - centerX;
        const column = <i32>floor(across * cosine - down * sine + centerX + 0.5), row = <i32>floor(across * sine + down * cosine + centerY + 0.5);
        if (<u32>row < <u32>height && <u32>column < <u32>width) read(x, target, width, height, channels, <f64>row, <f64>column);
        else memory.copy(target, fill, step);
      }
    }
  }
}

// How a place outside is mapped into an image.
// @ts-ignore: decorator
@inline
const CONSTANT: i32 = 0;
// @ts-ignore: decorator
@inline
const REFLECT: i32 = 1;
// @ts-ignore: decorator
@inline
const WRAP: i32 = 2;

function mapped(place: f64, extent: f64, mode: i32): f64 {
  if (mode == CONSTANT) return place;
  const last = extent - 1, period = 2 * extent;
  if (mode == REFLECT) {
    if (place < 0) place = -1 - place;
    place -= period * trunc(place / period);
    if (place >= extent) place = period - 1 - place;
  } else if (mode == WRAP) {
    if (place < 0) place += extent * (trunc(-place / last) + 1);
    else if (place > last) place -= extent * trunc(place / last);
  }
  return max<f64>(0, min<f64>(place, last));
}

function between(a: f64, b: f64, share: f64): f64 {
  return share == 0 ? a : (1 - share) * a + share * b;
}

/** Pixel (j, i) is taken from where eight numbers of `matrix`, `matrixStep` bytes from one image to the next, project it to. */
export function transform(
  x: usize, target: usize, images: i32, height: i32, width: i32, channels: i32, rows: i32, columns: i32,
  matrix: usize, matrixStep: usize, nearest: bool, mode: i32, fill: f64,
): void {
  const step = floats(channels);
  for (let image = 0; image < images; image++, x += <usize>(height * width) * step, matrix += matrixStep) {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        const depth = projected(matrix + 24, i, j, 1);
        let column: f64 = -2, row: f64 = -2;
        if (depth != 0) {
          column = mapped(projected(matrix, i, j, f32.load(matrix, 8)) / depth, width, mode);
          row = mapped(projected(matrix + 12, i, j, f32.load(matrix, 20)) / depth, height, mode);
        }
        if (nearest) {
          column = floor(column + 0.5);
          row = floor(row + 0.5);
        }
        const top = floor(row), left = floor(column), down = row - top, right = column - left;
        for (let c: usize = 0; c < step; c += 4, target += 4) {
          const above = between(pick(x + c, height, width, step, top, left, fill), pick(x + c, height, width, step, top, left + 1, fill), right);
          const below = between(pick(x + c, height, width, step, top + 1, left, fill), pick(x + c, height, width, step, top + 1, left + 1, fill), right);
          f32.store(target, <f32>between(above, below, down));
        }
      }
    }
  }
}

function projected(matrix: usize, i: i32, j: i32, shift: f64): f64 {
  return <f64>f32.load(matrix) * <f64>j + <f64>f32.load(matrix, 4) * <f64>i + shift;
}

function pick(x: usize, height: i32, width: i32, step: usize, row: f64, column: f64, fill: f64): f64 {
  const isInside = row >= 0 && row < <f64>height && column >= 0 && column < <f64>width;
  return isInside ? f32.load(x + <usize>(<i32>row * width + <i32>column) * step) : fill;
}
