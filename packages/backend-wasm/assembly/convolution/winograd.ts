// Convolution with 3 × 3 kernels at stride 1 by Winograd's algorithm: 36 products for each 4 × 4 elements of the result,
// where direct convolution takes 144. Images, kernels and dy become values (winograd-transforms.ts); for each of the 36
// there is a matrix product over the channels, or over the tiles for the filter's gradient. Channels and filters are
// multiples of eight.
//
// The error of a tile is relative to its largest element. Where a window of it holds only much smaller ones, which direct
// convolution would not lose, the tile is convolved directly.
//
// NaN spreads over its tile, and large values overflow early: then `notFinite` is set to 1, and the caller convolves
// directly.

import { Memory, OptionalPointer, Pointer, Scratch } from '../common/types';
import { floats, flush, multiplyAdd } from '../common/vector';
import { channels, filters, inHeight, inWidth, left, outHeight, outWidth, top } from './window';
import { ALL_VALUES, transformGradients, transformImage, transformKernel, transformProduct } from './winograd-transforms';

/** Elements of the result along each side of a tile, and the products that they take. */
export const enum WinogradSize { Side = 4, Values = 36 }
// @ts-ignore: decorator
@inline
const SIDE: i32 = WinogradSize.Side;
/** Elements of the image along each side of a tile's receptive field. */
// @ts-ignore: decorator
@inline
const REACH: i32 = 6;
/** Floats of the values of a block of tiles, which fit the second-level cache: a third of a megabyte. */
// @ts-ignore: decorator
@inline
const BLOCK_VALUES: i32 = 100_000;

/** Tiles along a side of the result. */
// @ts-ignore: decorator
@inline
function tilesAlong(extent: i32): i32 {
  return (extent + SIDE - 1) / SIDE;
}

/** Tiles that are processed together: a multiple of four. */
function tilesAtOnce(): i32 {
  return min(64, max(12, BLOCK_VALUES / (<i32>ALL_VALUES * (channels + filters)))) & ~3;
}

/** Bytes from one value of the tiles to the next: not a multiple of the cache's way size, so that they do not evict one another. */
// @ts-ignore: decorator
@inline
function distance(room: i32, depth: i32): usize {
  return floats(room * depth + 16);
}

/** The size of `scratch` for `convolveTiles`, in floats; `gradientOfTiles` takes ALL_VALUES · channels · filters more. */
export function winogradScratch(): i32 {
  return <i32>ALL_VALUES * ((tilesAtOnce() + 1) * (channels + filters) + 96);
}

/** values[36, filters / 8, channels, 8] of a kernel [3, 3, channels, filters]; 144 floats behind the values are overwritten. */
export function winogradWeights(kernel: Pointer, values: Memory, scratch: Scratch): void {
  const column = floats(channels * filters), step = column;
  for (let f = 0; f < filters; f += 4) {
    let target = values + floats((f & ~7) * channels + (f & 4)), source = kernel + floats(f);
    for (let c = 0; c < channels; c++, source += floats(filters), target += 32) transformKernel(source, 3 * column, column, target, step, scratch);
  }
}

/**
 * The address of `size` × `size` elements of an image from (y, x) on. Where they extend over the border, it is that of a
 * copy with zeros around it. `lineOfCorner` is set to the stride of its rows in bytes.
 */
function cornerOf(image: usize, imageHeight: i32, imageWidth: i32, depth: i32, y: i32, x: i32, size: i32, copy: usize): usize {
  const pixel = floats(depth);
  if (y >= 0 && x >= 0 && y + size <= imageHeight && x + size <= imageWidth) {
    lineOfCorner = <usize>imageWidth * pixel;
    return image + <usize>(y * imageWidth + x) * pixel;
  }
  lineOfCorner = <usize>size * pixel;
  memory.fill(copy, 0, <usize>size * lineOfCorner);
  const fromX = max(0, x), toX = min(imageWidth, x + size);
  for (let row = max(0, y); row < min(imageHeight, y + size) && fromX < toX; row++) {
    memory.copy(copy + <usize>((row - y) * size + fromX - x) * pixel, image + <usize>(row * imageWidth + fromX) * pixel, <usize>(toX - fromX) * pixel);
  }
  return copy;
}
let lineOfCorner: usize = 0;

/**
 * values[36, tiles, channels] of the receptive fields of tiles.
 *
 * @returns with `watched`, a bit for each tile of too wide a range
 */
function valuesOfImages(x: usize, first: i32, tiles: i32, room: i32, values: usize, scratch: usize, watched: bool): u64 {
  const step = distance(room, channels), pixel = floats(channels), image = floats(inHeight * inWidth * channels), tilesInRow = tilesAlong(outWidth), perImage = tilesAlong(outHeight) * tilesInRow;
  let wide: u64 = 0;
  for (let i = 0; i < tiles; i++) {
    const tile = first + i, n = tile / perImage, y = (tile - n * perImage) / tilesInRow, at = tile - n * perImage - y * tilesInRow;
    const corner = cornerOf(x + <usize>n * image, inHeight, inWidth, channels, y * SIDE - top, at * SIDE - left, REACH, scratch + 1024);
    const line = lineOfCorner, target = values + <usize>i * pixel;
    // Here, where the tile is in the first cache.
    if (watched && isWide(corner, line, pixel, min(SIDE, outHeight - y * SIDE), min(SIDE, outWidth - at * SIDE), scratch)) wide |= <u64>1 << i;
    for (let c: usize = 0; c < pixel; c += 16) transformImage(corner + c, line, pixel, target + c, step, scratch);
  }
  return wide;
}

/** values[36, tiles, filters] of dy in tiles. */
function valuesOfGradients(dy: usize, first: i32, tiles: i32, room: i32, values: usize, scratch: usize): void {
  const step = distance(room, filters), pixel = floats(filters), image = floats(outHeight * outWidth * filters), tilesInRow = tilesAlong(outWidth), perImage = tilesAlong(outHeight) * tilesInRow;
  for (let i = 0; i < tiles; i++) {
    const tile = first + i, n = tile / perImage, y = (tile - n * perImage) / tilesInRow, at = tile - n * perImage - y * tilesInRow;
    const corner = cornerOf(dy + <usize>n * image, outHeight, outWidth, filters, y * SIDE, at * SIDE, SIDE, scratch + 1024);
    const line = lineOfCorner, target = values + <usize>i * pixel;
    for (let c: usize = 0; c < pixel; c += 16) transformGradients(corner + c, line, pixel, target + c, step, scratch);
  }
}

/** How many times as large as the largest of any window the elements of a tile may be. */
// @ts-ignore: decorator
@inline
const MOST_RANGE: f32 = 16;

/** target[6] = the largest magnitudes of the channels of six pixels beside one another. */
function magnitudesOf(at: usize, pixel: usize, target: usize): void {
  const end = at + pixel, sign = i32x4.splat(0x7fffffff), at3 = 3 * pixel;
  let m0 = f32x4.splat(0), m1 = m0, m2 = m0, m3 = m0, m4 = m0, m5 = m0;
  for (; at < end; at += 16) {
    const other = at + at3;
    m0 = f32x4.pmax(m0, v128.and(v128.load(at), sign));
    m1 = f32x4.pmax(m1, v128.and(v128.load(at + pixel), sign));
    m2 = f32x4.pmax(m2, v128.and(v128.load(at + 2 * pixel), sign));
    m3 = f32x4.pmax(m3, v128.and(v128.load(other), sign));
    m4 = f32x4.pmax(m4, v128.and(v128.load(other + pixel), sign));
    m5 = f32x4.pmax(m5, v128.and(v128.load(other + 2 * pixel), sign));
  }
  v128.store(target, largestOfFour(m0, m1, m2, m3));
  v128.store64_lane(target, largestOfFour(m4, m5, m4, m5), 0, 16);
}

/** The largest lane of each. */
// @ts-ignore: decorator
@inline
function largestOfFour(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.pmax(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.pmax(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  // [a b a b], [c d c d]
  return f32x4.pmax(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

/** Whether elements of a tile are too large for the windows of some of its `rows` × `columns` results. */
function isWide(corner: usize, line: usize, pixel: usize, rows: i32, columns: i32, scratch: usize): bool {
  const lines = scratch + 32;
  let largest = f32x4.splat(0);
  for (let y: usize = 0; y < <usize>REACH; y++) {
    magnitudesOf(corner + y * line, pixel, scratch);
    // Of three pixels beside one another: all six of a row are among them.
    const three = f32x4.pmax(v128.load(scratch), f32x4.pmax(v128.load(scratch, 4), v128.load(scratch, 8)));
    largest = f32x4.pmax(largest, three);
    v128.store(lines + 16 * y, three);
  }
  v128.store(scratch, largest);
  const most = max<f32>(max<f32>(f32.load(scratch), f32.load(scratch, 4)), max<f32>(f32.load(scratch, 8), f32.load(scratch, 12)));
  const least = most / MOST_RANGE;
  for (let r: usize = 0; r < <usize>rows; r++) {
    const at = lines + 16 * r;
    v128.store(scratch, f32x4.pmax(v128.load(at), f32x4.pmax(v128.load(at, 16), v128.load(at, 32))));
    for (let q: usize = 0; q < <usize>columns; q++) if (f32.load(scratch + 4 * q) < least) return true;
  }
  return false;
}

/** A row of four results by eight filters, directly: target[4, 8] in scratch. */
function directRow(x: usize, line: usize, pixel: usize, kernel: usize, target: usize): void {
  const step = floats(filters);
  let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
  for (let ky = 0; ky < 3; ky++, x += line) {
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
  let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
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
  // Added at the end, so that these tiles are a partial sum.
  addRow(target, s00, s01);
  addRow(row1, s10, s11);
  addRow(row2, s20, s21);
  addRow(row3, s30, s31);
}

// @ts-ignore: decorator
@inline
function addRow(target: usize, low: v128, high: v128): void {
  v128.store(target, f32x4.add(v128.load(target), low));
  v128.store(target, f32x4.add(v128.load(target, 16), high), 16);
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
  const room = tilesAtOnce(), values = scratch + 4 * ALL_VALUES * <usize>(64 + channels + filters), products = values + ALL_VALUES * distance(room, channels);
  const pixel = floats(channels), outPixel = floats(filters), tilesInRow = tilesAlong(outWidth), perImage = tilesAlong(outHeight) * tilesInRow, zero = f32x4.splat(0);
  let nonFinite = zero;
  for (let first = fromTile; first < toTile; first += room) {
    const tiles = min(room, toTile - first);
    const wide = valuesOfImages(x, first, tiles, room, values, scratch, true);
    for (let v: i32 = 0; v < <i32>ALL_VALUES; v++) {
      const from = values + <usize>v * distance(room, channels), to = products + <usize>v * distance(room, filters);
      for (let f = 0; f < filters; f += 8) {
        const panel = weights + floats((v * filters + f) * channels);
        // The last of four may be anything that scratch holds.
        for (let i = 0; i < tiles; i += 4) productTile(channels, from + <usize>i * pixel, pixel, panel, to + <usize>i * outPixel + floats(f), outPixel);
      }
    }
    for (let i = 0; i < tiles; i++) {
      const tile = first + i, n = tile / perImage, y = (tile - n * perImage) / tilesInRow, at = tile - n * perImage - y * tilesInRow;
      const rows = min(SIDE, outHeight - y * SIDE), columns = min(SIDE, outWidth - at * SIDE);
      const corner = target + <usize>((n * outHeight + y * SIDE) * outWidth + at * SIDE) * outPixel;
      if (wide >> i & 1) {
        const image = x + floats(n * inHeight * inWidth * channels), field = cornerOf(image, inHeight, inWidth, channels, y * SIDE - top, at * SIDE - left, REACH, scratch + 1024);
        const line = lineOfCorner;
        for (let r = 0; r < rows; r++) {
          for (let c: usize = 0; c < outPixel; c += 32) {
            directRow(field + <usize>r * line, line, pixel, kernel + c, scratch);
            const b0 = bias ? v128.load(bias + c) : zero, b1 = bias ? v128.load(bias + c, 16) : zero;
            for (let q = 0; q < columns; q++) {
              const low = f32x4.add(v128.load(scratch + <usize>q * 32), b0), high = f32x4.add(v128.load(scratch + <usize>q * 32, 16), b1);
              const to = corner + <usize>(r * outWidth + q) * outPixel + c;
              nonFinite = f32x4.add(nonFinite, f32x4.mul(f32x4.add(low, high), zero));
              v128.store(to, flush(rectify ? f32x4.max(low, zero) : low));
              v128.store(to, flush(rectify ? f32x4.max(high, zero) : high), 16);
            }
          }
        }
        continue;
      }
      for (let c: usize = 0; c < outPixel; c += 16) {
        transformProduct(products + <usize>i * outPixel + c, distance(room, filters), scratch, 0);
        const added = bias ? v128.load(bias + c) : zero;
        for (let r = 0; r < rows; r++) {
          for (let q = 0; q < columns; q++) {
            const value = f32x4.add(v128.load(scratch + <usize>(r * SIDE + q) * 16), added);
            nonFinite = f32x4.add(nonFinite, f32x4.mul(value, zero));
            v128.store(corner + <usize>(r * outWidth + q) * outPixel + c, flush(rectify ? f32x4.max(value, zero) : value));
          }
        }
      }
    }
  }
  if (isNotFinite(nonFinite)) i32.store(notFinite, 1);
}

/** target[3, 3, channels, filters] = the filter's gradient over some tiles. */
export function gradientOfTiles(x: Pointer, dy: Pointer, target: Memory, scratch: Scratch, fromTile: i32, toTile: i32, notFinite: Pointer): void {
  const room = tilesAtOnce(), values = scratch + 4 * ALL_VALUES * <usize>(64 + channels + filters), gradients = values + ALL_VALUES * distance(room, channels);
  const sums = gradients + ALL_VALUES * distance(room, filters), step = floats(channels * filters), pixel = floats(channels), outPixel = floats(filters);
  memory.fill(sums, 0, ALL_VALUES * step);
  for (let first = fromTile; first < toTile; first += room) {
    const tiles = min(room, toTile - first);
    valuesOfImages(x, first, tiles, room, values, scratch, false);
    valuesOfGradients(dy, first, tiles, room, gradients, scratch);
    for (let v: i32 = 0; v < <i32>ALL_VALUES; v++) {
      const from = values + <usize>v * distance(room, channels), by = gradients + <usize>v * distance(room, filters), to = sums + <usize>v * step;
      for (let f: usize = 0; f < outPixel; f += 32) {
        for (let c: usize = 0; c < pixel; c += 16) gradientTile(tiles, from + c, pixel, by + f, outPixel, to + (c >> 2) * outPixel + f);
      }
    }
  }
  let nonFinite = f32x4.splat(0);
  for (let at: usize = 0; at < step; at += 16) {
    transformProduct(sums + at, step, scratch, 1);
    for (let i: usize = 0; i < 9; i++) {
      const value = v128.load(scratch + (i / 3 * 4 + i % 3) * 16);
      nonFinite = f32x4.add(nonFinite, f32x4.mul(value, f32x4.splat(0)));
      v128.store(target + i * step + at, flush(value));
    }
  }
  if (isNotFinite(nonFinite)) i32.store(notFinite, 1);
}
