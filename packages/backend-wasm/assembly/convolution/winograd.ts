// Convolution with 3 × 3 kernels at stride 1 after Winograd: 36 products for each 4 × 4 places of the result, where plain
// sums take 144. Images, kernels and slopes become values (winograd-transforms.ts); for each of the 36 there is a matrix
// product over the channels, or for the kernel's gradient over the tiles. Channels and filters are multiples of eight.
//
// A number that is none spreads over its tile, and large ones overflow early: `spoilt` is then set to 1, and the caller
// does the same by plain sums.

import { ALL_VALUES, transformImage, transformKernel, transformProduct, transformSlopes } from './winograd-transforms';
import { floats, flush, multiplyAdd } from '../common/vector';
import { channels, filters, inHeight, inWidth, left, outHeight, outWidth, top } from './window';

/** Places of the result along each side of a tile. */
// @ts-ignore: decorator
@inline
const SIDE: i32 = 4;
/** Places of the image along each side of what a tile sees. */
// @ts-ignore: decorator
@inline
const REACH: i32 = 6;
/** Floats of the values of a block of tiles, which stay in the second-level cache: a third of a megabyte. */
// @ts-ignore: decorator
@inline
const BLOCK_VALUES: i32 = 100_000;

/** Tiles along a side of the result. */
// @ts-ignore: decorator
@inline
function tilesAlong(extent: i32): i32 {
  return (extent + SIDE - 1) / SIDE;
}

/** Tiles that are worked on together: a multiple of four. */
function tilesAtOnce(): i32 {
  return min(64, max(12, BLOCK_VALUES / (<i32>ALL_VALUES * (channels + filters)))) & ~3;
}

/** From one value of the tiles to the next: no multiple of what puts all of them into one place of the cache. */
// @ts-ignore: decorator
@inline
function distance(room: i32, depth: i32): usize {
  return floats(room * depth + 16);
}

/** Floats of scratch for `convolveTiles`; `addGradientOfTiles` takes ALL_VALUES · channels · filters more. */
export function winogradScratch(): i32 {
  return <i32>ALL_VALUES * ((tilesAtOnce() + 1) * (channels + filters) + 96);
}

/** values[36, filters / 8, channels, 8] of a kernel [3, 3, channels, filters]. */
export function winogradWeights(kernel: usize, values: usize, scratch: usize): void {
  const column = floats(channels * filters), step = column;
  for (let f = 0; f < filters; f += 4) {
    let target = values + floats((f & ~7) * channels + (f & 4)), source = kernel + floats(f);
    for (let c = 0; c < channels; c++, source += floats(filters), target += 32) transformKernel(source, 3 * column, column, target, step, scratch);
  }
}

/**
 * The corner of `size` × `size` places of an image from (y, x) on. Where they reach over the border, they are copied with
 * zeros around them, and `lineOfCorner` says how far apart their rows are.
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

/** values[36, tiles, channels] of the part of the images that tiles see. */
function valuesOfImages(x: usize, first: i32, tiles: i32, room: i32, values: usize, scratch: usize): void {
  const step = distance(room, channels), pixel = floats(channels), image = floats(inHeight * inWidth * channels), tilesInRow = tilesAlong(outWidth), perImage = tilesAlong(outHeight) * tilesInRow;
  for (let i = 0; i < tiles; i++) {
    const tile = first + i, n = tile / perImage, y = (tile - n * perImage) / tilesInRow, at = tile - n * perImage - y * tilesInRow;
    const corner = cornerOf(x + <usize>n * image, inHeight, inWidth, channels, y * SIDE - top, at * SIDE - left, REACH, scratch + 1024);
    const line = lineOfCorner, target = values + <usize>i * pixel;
    for (let c: usize = 0; c < pixel; c += 16) transformImage(corner + c, line, pixel, target + c, step, scratch);
  }
}

/** values[36, tiles, filters] of the slopes of tiles. */
function valuesOfSlopes(dy: usize, first: i32, tiles: i32, room: i32, values: usize, scratch: usize): void {
  const step = distance(room, filters), pixel = floats(filters), image = floats(outHeight * outWidth * filters), tilesInRow = tilesAlong(outWidth), perImage = tilesAlong(outHeight) * tilesInRow;
  for (let i = 0; i < tiles; i++) {
    const tile = first + i, n = tile / perImage, y = (tile - n * perImage) / tilesInRow, at = tile - n * perImage - y * tilesInRow;
    const corner = cornerOf(dy + <usize>n * image, outHeight, outWidth, filters, y * SIDE, at * SIDE, SIDE, scratch + 1024);
    const line = lineOfCorner, target = values + <usize>i * pixel;
    for (let c: usize = 0; c < pixel; c += 16) transformSlopes(corner + c, line, pixel, target + c, step, scratch);
  }
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

/** Adds the tiles' products of four channels and eight filters. */
function gradientTile(tiles: i32, x: usize, pixel: usize, dy: usize, slope: usize, target: usize): void {
  const row1 = target + slope, row2 = row1 + slope, row3 = row2 + slope;
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
    dy += slope;
  } while (x != end);
  v128.store(target, s00); v128.store(target, s01, 16);
  v128.store(row1, s10); v128.store(row1, s11, 16);
  v128.store(row2, s20); v128.store(row2, s21, 16);
  v128.store(row3, s30); v128.store(row3, s31, 16);
}

/** Whether a lane is infinite or no number: such a one times 0 is not 0. */
// @ts-ignore: decorator
@inline
function isSpoilt(sum: v128): bool {
  return v128.any_true(f32x4.ne(f32x4.mul(sum, f32x4.splat(0)), f32x4.splat(0)));
}

/** target[images, outHeight, outWidth, filters] = x ∗ kernel (+ bias, then relu), for some of its tiles. */
export function convolveTiles(
  x: usize, weights: usize, target: usize, bias: usize, rectify: bool, scratch: usize, fromTile: i32, toTile: i32, spoilt: usize,
): void {
  const room = tilesAtOnce(), values = scratch + 4 * ALL_VALUES * <usize>(64 + channels + filters), products = values + ALL_VALUES * distance(room, channels);
  const pixel = floats(channels), slope = floats(filters), tilesInRow = tilesAlong(outWidth), perImage = tilesAlong(outHeight) * tilesInRow, zero = f32x4.splat(0);
  let broken = zero;
  for (let first = fromTile; first < toTile; first += room) {
    const tiles = min(room, toTile - first);
    valuesOfImages(x, first, tiles, room, values, scratch);
    for (let v: i32 = 0; v < <i32>ALL_VALUES; v++) {
      const from = values + <usize>v * distance(room, channels), to = products + <usize>v * distance(room, filters);
      for (let f = 0; f < filters; f += 8) {
        const panel = weights + floats((v * filters + f) * channels);
        // The last of four may be what scratch holds.
        for (let i = 0; i < tiles; i += 4) productTile(channels, from + <usize>i * pixel, pixel, panel, to + <usize>i * slope + floats(f), slope);
      }
    }
    for (let i = 0; i < tiles; i++) {
      const tile = first + i, n = tile / perImage, y = (tile - n * perImage) / tilesInRow, at = tile - n * perImage - y * tilesInRow;
      const rows = min(SIDE, outHeight - y * SIDE), columns = min(SIDE, outWidth - at * SIDE);
      const corner = target + <usize>((n * outHeight + y * SIDE) * outWidth + at * SIDE) * slope;
      for (let c: usize = 0; c < slope; c += 16) {
        transformProduct(products + <usize>i * slope + c, distance(room, filters), scratch, 0);
        const added = bias ? v128.load(bias + c) : zero;
        for (let r = 0; r < rows; r++) {
          for (let q = 0; q < columns; q++) {
            const value = f32x4.add(v128.load(scratch + <usize>(r * SIDE + q) * 16), added);
            broken = f32x4.add(broken, f32x4.mul(value, zero));
            v128.store(corner + <usize>(r * outWidth + q) * slope + c, flush(rectify ? f32x4.max(value, zero) : value));
          }
        }
      }
    }
  }
  if (isSpoilt(broken)) i32.store(spoilt, 1);
}

/** target[3, 3, channels, filters] = the kernel's gradient over some tiles. */
export function gradientOfTiles(x: usize, dy: usize, target: usize, scratch: usize, fromTile: i32, toTile: i32, spoilt: usize): void {
  const room = tilesAtOnce(), values = scratch + 4 * ALL_VALUES * <usize>(64 + channels + filters), slopes = values + ALL_VALUES * distance(room, channels);
  const sums = slopes + ALL_VALUES * distance(room, filters), step = floats(channels * filters), pixel = floats(channels), slope = floats(filters);
  memory.fill(sums, 0, ALL_VALUES * step);
  for (let first = fromTile; first < toTile; first += room) {
    const tiles = min(room, toTile - first);
    valuesOfImages(x, first, tiles, room, values, scratch);
    valuesOfSlopes(dy, first, tiles, room, slopes, scratch);
    for (let v: i32 = 0; v < <i32>ALL_VALUES; v++) {
      const from = values + <usize>v * distance(room, channels), by = slopes + <usize>v * distance(room, filters), to = sums + <usize>v * step;
      for (let f: usize = 0; f < slope; f += 32) {
        for (let c: usize = 0; c < pixel; c += 16) gradientTile(tiles, from + c, pixel, by + f, slope, to + (c >> 2) * slope + f);
      }
    }
  }
  let broken = f32x4.splat(0);
  for (let at: usize = 0; at < step; at += 16) {
    transformProduct(sums + at, step, scratch, 1);
    for (let i: usize = 0; i < 9; i++) {
      const value = v128.load(scratch + (i / 3 * 4 + i % 3) * 16);
      broken = f32x4.add(broken, f32x4.mul(value, f32x4.splat(0)));
      v128.store(target + i * step + at, flush(value));
    }
  }
  if (isSpoilt(broken)) i32.store(spoilt, 1);
}
