// Convolution with 3 × 3 kernels at stride 1 by Winograd's algorithm: 36 products for each 4 × 4 elements of the result,
// where direct convolution takes 144. Images, kernels and dy become values (winograd-transforms.ts); for each of the 36
// there is a matrix product over the channels, or over the tiles for the filter's gradient. Channels and filters are
// multiples of eight. For kernels of 1 × 3, as those of sequences, a tile is four elements of a row: 6 products, where
// direct convolution takes 12.
//
// The error of a tile is relative to its largest element. Where a window of it holds only much smaller ones, which direct
// convolution would not lose, the row of results is convolved directly, and a window of zeros gives the bias. So the error
// of a result is at most 1e-5 of the largest element of its window times the sum of its weights' magnitudes, for every
// image and every kernel; docs/matrix-product.md has the argument.
//
// NaN spreads over its tile, and large values overflow early: then `notFinite` is set to 1, and the caller convolves
// directly.

import { Memory, OptionalPointer, Pointer, Scratch } from '../common/types';
import { floats, flush, multiplyAdd } from '../common/vector';
import { channels, filters, inHeight, inWidth, kernelHeight, left, outHeight, outWidth, top } from './window';
import { REACH, SIDE, allValues, distance, isFlat, reachY, sideY, tilesAlong, tilesAtOnce, tilesDown } from './winograd-tiles';
import { forgetLargest, largest, transformGradients, transformImage, transformKernel, transformProduct, transformWatched } from './winograd-transforms';
import { centreOf, largestOfFour, maskOf } from './winograd-windows';

/** The size of `scratch` for `convolveTiles`, in floats; `gradientOfTiles` takes the values of a kernel more. */
export function winogradScratch(): i32 {
  return <i32>allValues() * ((tilesAtOnce() + 1) * (channels + filters) + 96);
}

/**
 * values[36, filters / 8, channels, 8] of a kernel [3, 3, channels, filters] (6 of one row), and behind them how many times as large as the
 * largest element of any window the elements of a tile may be.
 */
export function winogradWeights(kernel: Pointer, values: Memory, scratch: Scratch): void {
  const column = floats(channels * filters), step = column;
  for (let f = 0; f < filters; f += 4) {
    let target = values + floats((f & ~7) * channels + (f & 4)), source = kernel + floats(f);
    for (let c = 0; c < channels; c++, source += floats(filters), target += 32) transformKernel(isFlat(), source, 3 * column, column, target, step, scratch);
  }
  f32.store(values + allValues() * step, rangeOf(kernel));
}

/**
 * The error of a result is at most 8e-6 of the largest element of its tile times the 2-norm of its filter's weights: of a
 * filter of one weight, for the worst signs and magnitudes (docs/matrix-product.md).
 */
// @ts-ignore: decorator
@inline
const RANGE_OF_ONE: f64 = 1e-5 / 8e-6;

/** The range of a tile for which the error stays below 1e-5: the 1-norm of a filter's weights by its 2-norm, of the sparsest. */
function rangeOf(kernel: usize): f32 {
  const step = floats(filters), end = kernel + 3 * <usize>(kernelHeight * channels) * step;
  let least = f64x2.splat(Infinity);
  for (let f: usize = 0; f < step; f += 8) {
    let sum = f64x2.splat(0), squares = sum;
    for (let at = kernel + f; at < end; at += step) {
      const weights = f64x2.promote_low_f32x4(v128.load64_zero(at));
      sum = f64x2.add(sum, f64x2.abs(weights));
      squares = f64x2.add(squares, f64x2.mul(weights, weights));
    }
    // A filter of zeros is 0 / 0, which `pmin` passes over.
    least = f64x2.pmin(least, f64x2.div(sum, f64x2.sqrt(squares)));
  }
  return <f32>(RANGE_OF_ONE * min(f64x2.extract_lane(least, 0), f64x2.extract_lane(least, 1)));
}

/**
 * The address of `high` × `size` elements of an image from (y, x) on. Where they extend over the border, it is that of a
 * copy with zeros around it. `lineOfCorner` is set to the stride of its rows in bytes.
 */
function cornerOf(image: usize, imageHeight: i32, imageWidth: i32, depth: i32, y: i32, x: i32, high: i32, size: i32, copy: usize): usize {
  const pixel = floats(depth);
  if (y >= 0 && x >= 0 && y + high <= imageHeight && x + size <= imageWidth) {
    lineOfCorner = <usize>imageWidth * pixel;
    return image + <usize>(y * imageWidth + x) * pixel;
  }
  lineOfCorner = <usize>size * pixel;
  memory.fill(copy, 0, <usize>high * lineOfCorner);
  const fromX = max(0, x), toX = min(imageWidth, x + size);
  for (let row = max(0, y); row < min(imageHeight, y + high) && fromX < toX; row++) {
    memory.copy(copy + <usize>((row - y) * size + fromX - x) * pixel, image + <usize>(row * imageWidth + fromX) * pixel, <usize>(toX - fromX) * pixel);
  }
  return copy;
}
let lineOfCorner: usize = 0;

/** values[36, tiles, channels] of the receptive fields of tiles; where `masks` is not 0, also a mask of windows of each tile. */
function valuesOfImages(x: usize, first: i32, tiles: i32, room: i32, values: usize, scratch: usize, masks: usize, range: f32): void {
  const step = distance(room, channels), pixel = floats(channels), image = floats(inHeight * inWidth * channels), tilesInRow = tilesAlong(outWidth), perImage = tilesDown() * tilesInRow;
  for (let i = 0; i < tiles; i++) {
    const tile = first + i, n = tile / perImage, y = (tile - n * perImage) / tilesInRow, at = tile - n * perImage - y * tilesInRow;
    const corner = cornerOf(x + <usize>n * image, inHeight, inWidth, channels, y * sideY() - top, at * SIDE - left, reachY(), REACH, scratch + 1024);
    const line = lineOfCorner, target = values + <usize>i * pixel;
    if (masks) {
      forgetLargest();
      for (let c: usize = 0; c < pixel; c += 16) transformWatched(isFlat(), corner + c, line, pixel, target + c, step, scratch);
      const least = f32x4.div(largestOfFour(largest, largest, largest, largest), f32x4.splat(range));
      i32.store(masks + ((<usize>i) << 2), v128.any_true(f32x4.lt(centreOf(corner, line, pixel), least)) ? maskOf(corner, line, pixel, least, scratch) : 0);
    } else {
      for (let c: usize = 0; c < pixel; c += 16) transformImage(isFlat(), corner + c, line, pixel, target + c, step, scratch);
    }
  }
}

/** values[36, tiles, filters] of dy in tiles. */
function valuesOfGradients(dy: usize, first: i32, tiles: i32, room: i32, values: usize, scratch: usize): void {
  const step = distance(room, filters), pixel = floats(filters), image = floats(outHeight * outWidth * filters), tilesInRow = tilesAlong(outWidth), perImage = tilesDown() * tilesInRow;
  for (let i = 0; i < tiles; i++) {
    const tile = first + i, n = tile / perImage, y = (tile - n * perImage) / tilesInRow, at = tile - n * perImage - y * tilesInRow;
    const corner = cornerOf(dy + <usize>n * image, outHeight, outWidth, filters, y * sideY(), at * SIDE, sideY(), SIDE, scratch + 1024);
    const line = lineOfCorner, target = values + <usize>i * pixel;
    for (let c: usize = 0; c < pixel; c += 16) transformGradients(isFlat(), corner + c, line, pixel, target + c, step, scratch);
  }
}

/** A row of four results by eight filters, directly: target[4, 8] in scratch. */
function directRow(x: usize, line: usize, pixel: usize, kernel: usize, target: usize): void {
  const step = floats(filters);
  let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
  for (let ky = 0; ky < kernelHeight; ky++, x += line) {
    for (let kx = 0, column = x; kx < 3; kx++, column += pixel) {
      const end = column + pixel;
      for (let at = column; at < end; at += 4, kernel += step) {
        const b0 = v128.load(kernel), b1 = v128.load(kernel, 16);
        const a0 = v128.load_splat<f32>(at), a1 = v128.load_splat<f32>(at + pixel);
        s00 = multiplyAdd(a0, b0, s00); s01 = multiplyAdd(a0, b1, s01);
        s10 = multiplyAdd(a1, b0, s10); s11 = multiplyAdd(a1, b1, s11);
        const a2 = v128.load_splat<f32>(at + 2 * pixel), a3 = v128.load_splat<f32>(at + 3 * pixel);
        s20 = multiplyAdd(a2, b0, s20); s21 = multiplyAdd(a2, b1, s21);
        s30 = multiplyAdd(a3, b0, s30); s31 = multiplyAdd(a3, b1, s31);
      }
    }
  }
  v128.store(target, s00); v128.store(target, s01, 16); v128.store(target, s10, 32); v128.store(target, s11, 48);
  v128.store(target, s20, 64); v128.store(target, s21, 80); v128.store(target, s30, 96); v128.store(target, s31, 112);
}

/** Four tiles by eight filters. */
function productTile(depth: i32, left: usize, row: usize, right: usize, target: usize, targetRow: usize): void {
  let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
  let x1 = left + row, x2 = x1 + row, x3 = x2 + row;
  const end = left + floats(depth);
  do {
    const b0 = v128.load(right), b1 = v128.load(right, 16);
    const a0 = v128.load_splat<f32>(left);
    s00 = multiplyAdd(a0, b0, s00); s01 = multiplyAdd(a0, b1, s01);
    const a1 = v128.load_splat<f32>(x1);
    s10 = multiplyAdd(a1, b0, s10); s11 = multiplyAdd(a1, b1, s11);
    const a2 = v128.load_splat<f32>(x2);
    s20 = multiplyAdd(a2, b0, s20); s21 = multiplyAdd(a2, b1, s21);
    const a3 = v128.load_splat<f32>(x3);
    s30 = multiplyAdd(a3, b0, s30); s31 = multiplyAdd(a3, b1, s31);
    left += 4; x1 += 4; x2 += 4; x3 += 4;
    right += 32;
  } while (left != end);
  v128.store(target, s00); v128.store(target, s01, 16); target += targetRow;
  v128.store(target, s10); v128.store(target, s11, 16); target += targetRow;
  v128.store(target, s20); v128.store(target, s21, 16); target += targetRow;
  v128.store(target, s30); v128.store(target, s31, 16);
}

/** Accumulates the tiles' products of four channels and eight filters. */
function gradientTile(tiles: i32, x: usize, pixel: usize, dy: usize, outPixel: usize, target: usize): void {
  const row1 = target + outPixel, row2 = row1 + outPixel, row3 = row2 + outPixel;
  let s00 = v128.load(target), s01 = v128.load(target, 16), s10 = v128.load(row1), s11 = v128.load(row1, 16);
  let s20 = v128.load(row2), s21 = v128.load(row2, 16), s30 = v128.load(row3), s31 = v128.load(row3, 16);
  const end = x + <usize>tiles * pixel;
  do {
    const b0 = v128.load(dy), b1 = v128.load(dy, 16);
    const a0 = v128.load_splat<f32>(x);
    s00 = multiplyAdd(a0, b0, s00); s01 = multiplyAdd(a0, b1, s01);
    const a1 = v128.load_splat<f32>(x, 4);
    s10 = multiplyAdd(a1, b0, s10); s11 = multiplyAdd(a1, b1, s11);
    const a2 = v128.load_splat<f32>(x, 8);
    s20 = multiplyAdd(a2, b0, s20); s21 = multiplyAdd(a2, b1, s21);
    const a3 = v128.load_splat<f32>(x, 12);
    s30 = multiplyAdd(a3, b0, s30); s31 = multiplyAdd(a3, b1, s31);
    x += pixel;
    dy += outPixel;
  } while (x != end);
  v128.store(target, s00); v128.store(target, s01, 16);
  v128.store(row1, s10); v128.store(row1, s11, 16);
  v128.store(row2, s20); v128.store(row2, s21, 16);
  v128.store(row3, s30); v128.store(row3, s31, 16);
}

/** Whether a lane is not finite: then times 0 it is not 0. */
// @ts-ignore: decorator
@inline
function isNotFinite(sum: v128): bool {
  return v128.any_true(f32x4.ne(f32x4.mul(sum, f32x4.splat(0)), f32x4.splat(0)));
}

/** target[images, outHeight, outWidth, filters] = x ∗ kernel (+ bias, then relu), for some of its tiles. */
export function convolveTiles(
  x: Pointer, kernel: Pointer, weights: Memory, target: Pointer, bias: OptionalPointer, rectify: bool, scratch: Scratch, fromTile: i32, toTile: i32, notFinite: Pointer,
): void {
  const room = tilesAtOnce(), values = scratch + 4 * allValues() * <usize>(64 + channels + filters), masks = values - 256, products = values + allValues() * distance(room, channels);
  const pixel = floats(channels), outPixel = floats(filters), tilesInRow = tilesAlong(outWidth), perImage = tilesDown() * tilesInRow, zero = f32x4.splat(0);
  const range = f32.load(weights + allValues() * floats(channels * filters));
  let nonFinite = zero;
  for (let first = fromTile; first < toTile; first += room) {
    const tiles = min(room, toTile - first);
    valuesOfImages(x, first, tiles, room, values, scratch, masks, range);
    for (let v: i32 = 0; v < <i32>allValues(); v++) {
      const from = values + <usize>v * distance(room, channels), to = products + <usize>v * distance(room, filters);
      for (let f = 0; f < filters; f += 8) {
        const panel = weights + floats((v * filters + f) * channels);
        // The last of four may be anything that scratch holds.
        for (let i = 0; i < tiles; i += 4) productTile(channels, from + <usize>i * pixel, pixel, panel, to + <usize>i * outPixel + floats(f), outPixel);
      }
    }
    for (let i = 0; i < tiles; i++) {
      const tile = first + i, n = tile / perImage, y = (tile - n * perImage) / tilesInRow, at = tile - n * perImage - y * tilesInRow;
      const rows = min(sideY(), outHeight - y * sideY()), columns = min(SIDE, outWidth - at * SIDE);
      const corner = target + <usize>((n * outHeight + y * sideY()) * outWidth + at * SIDE) * outPixel;
      for (let c: usize = 0; c < outPixel; c += 16) {
        transformProduct(isFlat(), products + <usize>i * outPixel + c, distance(room, filters), scratch, 0);
        const added = bias ? v128.load(bias + c) : zero;
        for (let r = 0; r < rows; r++) {
          for (let q = 0; q < columns; q++) {
            const value = f32x4.add(v128.load(scratch + <usize>(r * SIDE + q) * 16), added);
            nonFinite = store(corner + <usize>(r * outWidth + q) * outPixel + c, value, rectify, nonFinite);
          }
        }
      }
      const mask = i32.load(masks + ((<usize>i) << 2));
      if (mask == 0) continue;
      const image = x + floats(n * inHeight * inWidth * channels), field = cornerOf(image, inHeight, inWidth, channels, y * sideY() - top, at * SIDE - left, reachY(), REACH, scratch + 1024);
      const line = lineOfCorner;
      for (let r = 0; r < rows; r++) {
        const zeros = mask >> (SIDE * r) & 15, small = mask >> (16 + SIDE * r) & 15;
        if ((zeros | small) == 0) continue;
        for (let c: usize = 0; c < outPixel; c += 32) {
          if (small) directRow(field + <usize>r * line, line, pixel, kernel + c, scratch);
          else memory.fill(scratch, 0, 128);
          const b0 = bias ? v128.load(bias + c) : zero, b1 = bias ? v128.load(bias + c, 16) : zero;
          for (let q = 0; q < columns; q++) {
            if (((zeros | small) >> q & 1) == 0) continue;
            const to = corner + <usize>(r * outWidth + q) * outPixel + c, sums = scratch + <usize>q * 32;
            nonFinite = store(to, f32x4.add(v128.load(sums), b0), rectify, nonFinite);
            nonFinite = store(to + 16, f32x4.add(v128.load(sums, 16), b1), rectify, nonFinite);
          }
        }
      }
    }
  }
  if (isNotFinite(nonFinite)) i32.store(notFinite, 1);
}

/** Stores four results; returns `nonFinite`, which a value that is not finite makes NaN. */
// @ts-ignore: decorator
@inline
function store(to: usize, value: v128, rectify: bool, nonFinite: v128): v128 {
  const zero = f32x4.splat(0);
  v128.store(to, flush(rectify ? f32x4.max(value, zero) : value));
  return f32x4.add(nonFinite, f32x4.mul(value, zero));
}

/** Tiles of a partial sum, at most. */
// @ts-ignore: decorator
@inline
const TILES_OF_SUM: i32 = 512;

/** target[3 or 1, 3, channels, filters] = the filter's gradient over some tiles. */
export function gradientOfTiles(x: Pointer, dy: Pointer, target: Memory, scratch: Scratch, fromTile: i32, toTile: i32, notFinite: Pointer): void {
  const room = tilesAtOnce(), values = scratch + 4 * allValues() * <usize>(64 + channels + filters), gradients = values + allValues() * distance(room, channels);
  const sums = gradients + allValues() * distance(room, filters), step = floats(channels * filters), pixel = floats(channels), outPixel = floats(filters);
  memory.fill(target, 0, <usize>(3 * kernelHeight) * step);
  for (let begin = fromTile; begin < toTile; begin += TILES_OF_SUM) {
    const end = min(toTile, begin + TILES_OF_SUM);
    memory.fill(sums, 0, allValues() * step);
    for (let first = begin; first < end; first += room) {
      const tiles = min(room, end - first);
      valuesOfImages(x, first, tiles, room, values, scratch, 0, 0);
      valuesOfGradients(dy, first, tiles, room, gradients, scratch);
      for (let v: i32 = 0; v < <i32>allValues(); v++) {
        const from = values + <usize>v * distance(room, channels), by = gradients + <usize>v * distance(room, filters), to = sums + <usize>v * step;
        for (let f: usize = 0; f < outPixel; f += 32) {
          for (let c: usize = 0; c < pixel; c += 16) gradientTile(tiles, from + c, pixel, by + f, outPixel, to + (c >> 2) * outPixel + f);
        }
      }
    }
    addWeights(sums, target, scratch, notFinite);
  }
}

/** Adds the weights of the sums of the tiles' products. */
function addWeights(sums: usize, target: usize, scratch: usize, notFinite: usize): void {
  const step = floats(channels * filters);
  let nonFinite = f32x4.splat(0);
  for (let at: usize = 0; at < step; at += 16) {
    transformProduct(isFlat(), sums + at, step, scratch, 1);
    for (let i: usize = 0; i < <usize>(3 * kernelHeight); i++) {
      const to = target + i * step + at;
      nonFinite = store(to, f32x4.add(v128.load(to), v128.load(scratch + (i / 3 * 4 + i % 3) * 16)), false, nonFinite);
    }
  }
  if (isNotFinite(nonFinite)) i32.store(notFinite, 1);
}
