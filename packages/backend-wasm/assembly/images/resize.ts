// Resizing of images [images, height, width, channels], and its gradient.

import { Pointer, Scratch } from '../common/types';
import { floats, storeUpTo } from '../common/vector';
import { addToNeighbours, blend, blendFour } from './interpolation';

/** How a value between pixels is read: interpolated, from the pixel before it, or from the nearest one. */
export const enum ResizeCode { Bilinear, Floor, Round }

/** The row or column, of `extent`, that the i-th of the result is read from. */
// @ts-ignore: decorator
@inline
function sourceOf(i: i32, ratio: f64, start: f64, code: ResizeCode, extent: i32): f64 {
  let source = <f64>i * ratio + start;
  if (code != ResizeCode.Bilinear) source = floor(code == ResizeCode.Floor ? source : source + 0.5);
  const last = <f64>(extent - 1);
  return source < 0 ? 0 : source > last ? last : source;
}

/**
 * target[images, rows, columns, channels]: row i is read from row i · rowRatio + rowStart, and so are columns.
 *
 * @param scratch three floats for each column
 */
export function resize(
  x: Pointer, target: Pointer, images: i32, height: i32, width: i32, channels: i32, rows: i32, columns: i32,
  rowRatio: f64, columnRatio: f64, rowStart: f64, columnStart: f64, code: ResizeCode, scratch: Scratch,
): void {
  const step = floats(channels), end = scratch + 12 * <usize>columns;
  for (let j = 0, at = scratch; j < columns; j++, at += 12) {
    const column = sourceOf(j, columnRatio, columnStart, code, width), left = <i32>column;
    store<usize>(at, <usize>left * step);
    store<usize>(at, left + 1 < width ? step : 0, 4);
    f32.store(at, <f32>(column - <f64>left), 8);
  }
  for (let image = 0; image < images; image++, x += <usize>(height * width) * step) {
    for (let i = 0; i < rows; i++) {
      const row = sourceOf(i, rowRatio, rowStart, code, height), top = <i32>row, below: usize = top + 1 < height ? <usize>width * step : 0;
      const first = x + <usize>(top * width) * step, down = <f32>(row - <f64>top);
      if (step > 16) {
        for (let at = scratch; at < end; at += 12, target += step) {
          blend(first + load<usize>(at), load<usize>(at, 4), f32.load(at, 8), below, down, target, step);
        }
        continue;
      }
      // Without a call, because V8 spills all registers around one.
      for (let at = scratch; at < end; at += 12, target += step) {
        storeUpTo(target, target + step, blendFour(first + load<usize>(at), load<usize>(at, 4), f32.load(at, 8), below, down));
      }
    }
  }
}

/** target[images, height, width, channels] = the gradient of `resize` by x. */
export function resizeGradient(
  dy: Pointer, target: Pointer, images: i32, height: i32, width: i32, channels: i32, rows: i32, columns: i32,
  rowRatio: f64, columnRatio: f64, rowStart: f64, columnStart: f64, code: ResizeCode,
): void {
  const step = floats(channels), size = <usize>(height * width) * step;
  memory.fill(target, 0, <usize>images * size);
  for (let image = 0; image < images; image++, target += size) {
    for (let i = 0; i < rows; i++) {
      const row = sourceOf(i, rowRatio, rowStart, code, height);
      for (let j = 0; j < columns; j++, dy += step) addToNeighbours(dy, target, width, height, channels, row, sourceOf(j, columnRatio, columnStart, code, width));
    }
  }
}
