// Pictures [images, height, width, channels] made larger or smaller, cut out and turned.

import { floats, multiplyAdd, storeUpTo } from '../common/vector';

// How a place between numbers is read; src/internal/kernels/images/image.ts has the same numbers.
// @ts-ignore: decorator
@inline
const BILINEAR: i32 = 0;
/** The number before it, or the nearest one. */
// @ts-ignore: decorator
@inline
const FLOOR: i32 = 1;

/** The row or column, of `extent`, that the i-th is taken from. */
// @ts-ignore: decorator
@inline
function placeOf(i: i32, ratio: f64, start: f64, mode: i32, extent: i32): f64 {
  let place = <f64>i * ratio + start;
  if (mode != BILINEAR) place = floor(mode == FLOOR ? place : place + 0.5);
  const last = <f64>(extent - 1);
  return place < 0 ? 0 : place > last ? last : place;
}

// What a place between numbers is read from; each is a number, so that one loop serves all.
// @ts-ignore: decorator
@inline
const ONE: i32 = 0;
// @ts-ignore: decorator
@inline
const TWO: i32 = 1;
// @ts-ignore: decorator
@inline
const FOUR: i32 = 2;

// @ts-ignore: decorator
@inline
function between(neighbours: i32, at: usize, beside: usize, below: usize, a: v128, b: v128, c: v128, d: v128): v128 {
  const first = v128.load(at);
  if (neighbours == ONE) return first;
  const above = multiplyAdd(v128.load(at + beside), b, f32x4.mul(first, a));
  if (neighbours == TWO) return above;
  return f32x4.add(above, multiplyAdd(v128.load(at + below + beside), d, f32x4.mul(v128.load(at + below), c)));
}

// @ts-ignore: decorator
@inline
function pixel(neighbours: i32, at: usize, beside: usize, below: usize, target: usize, bytes: usize, a: f32, b: f32, c: f32, d: f32): void {
  const e = f32x4.splat(a), f = f32x4.splat(b), g = f32x4.splat(c), h = f32x4.splat(d);
  const end = target + bytes, wide = target + (bytes & ~31);
  for (; target < wide; at += 32, target += 32) {
    v128.store(target, between(neighbours, at, beside, below, e, f, g, h));
    v128.store(target, between(neighbours, at + 16, beside, below, e, f, g, h), 16);
  }
  for (; target < end; at += 16, target += 16) storeUpTo(target, end, between(neighbours, at, beside, below, e, f, g, h));
}

/** Writes the numbers between four neighbours: the next column is `beside` bytes away and its share is `right`, and so for the next row. */
function blend(at: usize, beside: usize, right: f32, below: usize, down: f32, target: usize, bytes: usize): void {
  if (down == 0 && right == 0) pixel(ONE, at, 0, 0, target, bytes, 0, 0, 0, 0);
  else if (right == 0) pixel(TWO, at, below, 0, target, bytes, 1 - down, down, 0, 0);
  else if (down == 0) pixel(TWO, at, beside, 0, target, bytes, 1 - right, right, 0, 0);
  else pixel(FOUR, at, beside, below, target, bytes, (1 - down) * (1 - right), (1 - down) * right, down * (1 - right), down * right);
}

/** a · (1 − share) + b · share */
// @ts-ignore: decorator
@inline
function mix(a: v128, b: v128, share: f32): v128 {
  return multiplyAdd(b, f32x4.splat(share), f32x4.mul(a, f32x4.splat(1 - share)));
}

/** The same for at most four numbers. A share of 0 takes nothing, also of what is infinite. */
// @ts-ignore: decorator
@inline
function blendFour(at: usize, beside: usize, right: f32, below: usize, down: f32): v128 {
  let y = v128.load(at);
  if (right != 0) y = mix(y, v128.load(at + beside), right);
  if (down == 0) return y;
  let z = v128.load(at + below);
  if (right != 0) z = mix(z, v128.load(at + below + beside), right);
  return mix(y, z, down);
}

/** Writes the numbers at a column of the row at `x`. */
// @ts-ignore: decorator
@inline
function read(x: usize, below: usize, down: f32, target: usize, width: i32, bytes: usize, column: f64): void {
  const left = <i32>column;
  blend(x + <usize>left * bytes, left + 1 < width ? bytes : 0, <f32>(column - <f64>left), below, down, target, bytes);
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

/** Row i is taken from row i · rowRatio + rowStart, and so are columns; `table` has room for three numbers for each of them. */
export function resize(
  x: usize, target: usize, images: i32, height: i32, width: i32, channels: i32, rows: i32, columns: i32,
  rowRatio: f64, columnRatio: f64, rowStart: f64, columnStart: f64, mode: i32, table: usize,
): void {
  const step = floats(channels), end = table + 12 * <usize>columns;
  for (let j = 0, at = table; j < columns; j++, at += 12) {
    const column = placeOf(j, columnRatio, columnStart, mode, width), left = <i32>column;
    store<usize>(at, <usize>left * step);
    store<usize>(at, left + 1 < width ? step : 0, 4);
    f32.store(at, <f32>(column - <f64>left), 8);
  }
  for (let image = 0; image < images; image++, x += <usize>(height * width) * step) {
    for (let i = 0; i < rows; i++) {
      const row = placeOf(i, rowRatio, rowStart, mode, height), top = <i32>row, below: usize = top + 1 < height ? <usize>width * step : 0;
      const first = x + <usize>(top * width) * step, down = <f32>(row - <f64>top);
      if (step > 16) {
        for (let at = table; at < end; at += 12, target += step) {
          blend(first + load<usize>(at), load<usize>(at, 4), f32.load(at, 8), below, down, target, step);
        }
        continue;
      }
      // Without a call: around one, V8 keeps nothing in registers.
      for (let at = table; at < end; at += 12, target += step) {
        storeUpTo(target, target + step, blendFour(first + load<usize>(at), load<usize>(at, 4), f32.load(at, 8), below, down));
      }
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
      for (let j = 0; j < columns; j++, dy += step) give(dy, target, width, height, channels, row, placeOf(j, columnRatio, columnStart, mode, width));
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
    let y = row + <f64>i * down;
    // Also where it is no number.
    const isWithin = y >= 0 && y <= <f64>(height - 1);
    if (nearest) y = floor(y + 0.5);
    const top = isWithin ? <i32>y : 0, first = image + <usize>(top * width) * step, below: usize = top + 1 < height ? <usize>width * step : 0;
    for (let j = 0; j < columns; j++, target += step) {
      const x = column + <f64>j * across;
      if (isWithin && x >= 0 && x <= <f64>(width - 1)) read(first, below, <f32>(y - <f64>top), target, width, step, nearest ? floor(x + 0.5) : x);
      else memory.copy(target, fill, step);
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
        if (<u32>row < <u32>height && <u32>column < <u32>width) read(x + <usize>(row * width) * step, 0, 0, target, width, step, <f64>column);
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

function mixed(a: f64, b: f64, share: f64): f64 {
  return share == 0 ? a : (1 - share) * a + share * b;
}

/** Pixel (j, i) is taken from where eight numbers of `matrix`, `matrixStep` bytes from one image to the next, project it to. */
export function transform(
  x: usize, target: usize, matrix: usize, images: i32, height: i32, width: i32, channels: i32, rows: i32, columns: i32,
  matrixStep: usize, nearest: bool, mode: i32, fill: f64,
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
          const above = mixed(pick(x + c, height, width, step, top, left, fill), pick(x + c, height, width, step, top, left + 1, fill), right);
          const below = mixed(pick(x + c, height, width, step, top + 1, left, fill), pick(x + c, height, width, step, top + 1, left + 1, fill), right);
          f32.store(target, <f32>mixed(above, below, down));
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
