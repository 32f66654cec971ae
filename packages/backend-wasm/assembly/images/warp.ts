// Crops, rotations and projections of images [images, height, width, channels].

import { Bytes, Memory, Pointer } from '../common/types';
import { floats } from '../common/vector';
import { sampleRow } from './interpolation';

/**
 * target[rows, columns, channels]: pixel (i, j) is read from (row + i · down, column + j · across) of one image.
 *
 * @param fill a pixel for what lies outside
 */
export function crop(
  image: Pointer, target: Pointer, height: i32, width: i32, channels: i32, rows: i32, columns: i32,
  row: f64, column: f64, down: f64, across: f64, nearest: bool, fill: Memory,
): void {
  const step = floats(channels);
  for (let i = 0; i < rows; i++) {
    let y = row + <f64>i * down;
    // False for NaN too.
    const isWithin = y >= 0 && y <= <f64>(height - 1);
    if (nearest) y = floor(y + 0.5);
    const top = isWithin ? <i32>y : 0, first = image + <usize>(top * width) * step, below: usize = top + 1 < height ? <usize>width * step : 0;
    for (let j = 0; j < columns; j++, target += step) {
      const x = column + <f64>j * across;
      if (isWithin && x >= 0 && x <= <f64>(width - 1)) sampleRow(first, below, <f32>(y - <f64>top), target, width, step, nearest ? floor(x + 0.5) : x);
      else memory.copy(target, fill, step);
    }
  }
}

/**
 * Rotates images: a pixel is read from the nearest one to where the rotation takes it.
 *
 * @param fill a pixel for what lies outside
 */
export function rotate(
  x: Pointer, target: Pointer, images: i32, height: i32, width: i32, channels: i32, centerX: f64, centerY: f64, cosine: f64, sine: f64, fill: Memory,
): void {
  const step = floats(channels);
  for (let image = 0; image < images; image++, x += <usize>(height * width) * step) {
    for (let i = 0; i < height; i++) {
      const down = <f64>i - centerY;
      for (let j = 0; j < width; j++, target += step) {
        const across = <f64>j - centerX;
        const column = <i32>floor(across * cosine - down * sine + centerX + 0.5), row = <i32>floor(across * sine + down * cosine + centerY + 0.5);
        if (<u32>row < <u32>height && <u32>column < <u32>width) sampleRow(x + <usize>(row * width) * step, 0, 0, target, width, step, <f64>column);
        else memory.copy(target, fill, step);
      }
    }
  }
}

/** How a coordinate outside is mapped into an image, by the names of tfjs-core; `constant` leaves it outside. */
export const enum FillModeCode { constant, reflect, wrap, nearest }

function mapped(coordinate: f64, extent: f64, mode: FillModeCode): f64 {
  if (mode == FillModeCode.constant) return coordinate;
  const last = extent - 1, period = 2 * extent;
  if (mode == FillModeCode.reflect) {
    if (coordinate < 0) coordinate = -1 - coordinate;
    coordinate -= period * trunc(coordinate / period);
    if (coordinate >= extent) coordinate = period - 1 - coordinate;
  } else if (mode == FillModeCode.wrap) {
    if (coordinate < 0) coordinate += extent * (trunc(-coordinate / last) + 1);
    else if (coordinate > last) coordinate -= extent * trunc(coordinate / last);
  }
  return max<f64>(0, min<f64>(coordinate, last));
}

function mixed(a: f64, b: f64, weight: f64): f64 {
  return weight == 0 ? a : (1 - weight) * a + weight * b;
}

/**
 * target[images, rows, columns, channels]: a pixel is read from where the eight coefficients of a projection take it.
 *
 * @param matrixStep bytes from one image's coefficients to the next: 0 where all have the same
 * @param fill the value of what lies outside
 */
export function transform(
  x: Pointer, target: Pointer, matrix: Pointer, images: i32, height: i32, width: i32, channels: i32, rows: i32, columns: i32,
  matrixStep: Bytes, nearest: bool, mode: FillModeCode, fill: f64,
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
