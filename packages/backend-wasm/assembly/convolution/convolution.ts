// Convolution of images stored [batch, height, width, channels]. Where there is padding, images are copied into a border
// of zeros, a few at a time, so that every patch lies inside. The gradients are in convolution-gradient.ts.
//
// There is no im2col: in this layout the part of a patch that lies in one image row is contiguous, so the tiles of the
// matrix product read the image itself. Forward they read four pixels' patches at once, the filter's gradient four
// elements of the patch, and the input's gradient accumulates its tiles where the patches were.

import { Memory, OptionalPointer, Pointer, Scratch } from '../common/types';
import { floats, flush, multiplyAdd, storeUpTo, within } from '../common/vector';
import { moveTile, packRight, TILE_COLUMNS, TILE_ROWS } from '../products/pack';
import { endInside, firstInside } from './depthwise';
import {
  channels, dilationHeight, dilationWidth, filters, paddedHeight, paddedWidth, inHeight, inWidth, kernelHeight, kernelWidth, left, outHeight, outWidth, strideHeight, strideWidth, top,
} from './window';

/** The part of the kernel that a tile multiplies with: all of it, unless weights are not finite. */
let rowsInside: i32 = 0, columnsInside: i32 = 0;

/** Output pixels whose addresses are computed at once. A multiple of the tile's rows. */
// @ts-ignore: decorator
@inline
export const BLOCK_PIXELS: i32 = 64;

/** Bytes of padded images, or of images and their results, that are processed at once: they fit the second-level cache. */
// @ts-ignore: decorator
@inline
const BLOCK_BYTES: usize = 1 << 18;

// @ts-ignore: decorator
@inline
export function isPadded(): bool {
  return paddedHeight != inHeight || paddedWidth != inWidth;
}

/** The size of an image with its padding, in bytes. */
// @ts-ignore: decorator
@inline
export function imageBytes(): usize {
  return floats(paddedHeight * paddedWidth * channels);
}

/** The number of images that are padded at once, with `more` bytes besides for each. */
export function imagesAtOnce(more: usize): i32 {
  return <i32>max<usize>(1, BLOCK_BYTES / (imageBytes() + more));
}

/** Floats for what the tiles of the filter's gradient have lost. */
export function restsOf(elements: i32, columns: i32): i32 {
  return ((elements + TILE_ROWS - 1) & -TILE_ROWS) * ((columns + TILE_COLUMNS - 1) & -TILE_COLUMNS);
}

/** Floats of a patch that are contiguous in an image: those of a row of the kernel, with dilation those of one element. */
// @ts-ignore: decorator
@inline
export function runOfPatch(): i32 {
  return dilationWidth == 1 ? kernelWidth * channels : channels;
}

/** How many of these runs a patch has. */
// @ts-ignore: decorator
@inline
export function runsOfPatch(): i32 {
  return dilationWidth == 1 ? kernelHeight : kernelHeight * kernelWidth;
}

/** The size of `scratch` for `convolve` and its gradients over so many images, in floats. */
export function convolutionScratch(images: i32): i32 {
  const forward = kernelHeight * kernelWidth * channels * (filters + TILE_COLUMNS);
  const backward = runsOfPatch() * (runOfPatch() + TILE_COLUMNS) * filters;
  const paddedImages = isPadded() ? min(images, imagesAtOnce(0)) * paddedHeight * paddedWidth * channels : 0;
  const rests = restsOf(kernelHeight * kernelWidth * channels, filters);
  return BLOCK_PIXELS + TILE_ROWS * TILE_COLUMNS + max(max(forward, backward), rests) + paddedImages;
}

/** Copies images into their padding. */
export function padImages(images: i32, x: usize, paddedImages: usize): void {
  memory.fill(paddedImages, 0, <usize>images * imageBytes());
  movePadded(images, x, paddedImages, false);
}

/** Copies images into their padding, or back out of it. */
export function movePadded(images: i32, x: usize, paddedImages: usize, outwards: bool): void {
  const run = floats(inWidth * channels), line = floats(paddedWidth * channels);
  for (paddedImages += floats((top * paddedWidth + left) * channels); images > 0; images--, paddedImages += floats((paddedHeight - inHeight) * paddedWidth * channels)) {
    for (let y = inHeight; y > 0; y--, x += run, paddedImages += line) {
      const to = outwards ? x : paddedImages, from = outwards ? paddedImages : x;
      for (let at: usize = 0; at < run; at += 16) storeUpTo(to + at, to + run, v128.load(from + at));
    }
  }
}

/** Writes the addresses of the patches of `count` output pixels, the first of which is `first`. */
export function locatePatches(x: usize, first: i32, count: i32, target: usize): void {
  const row = first / outWidth, image = row / outHeight;
  let ox = first - row * outWidth, oy = row - image * outHeight;
  const stepX = floats(strideWidth * channels), line = floats(paddedWidth * channels), stepY = line * <usize>strideHeight;
  let start = x + <usize>image * line * <usize>paddedHeight, rowStart = start + <usize>oy * stepY, at = rowStart + <usize>ox * stepX;
  for (let i = 0; i < count; i++, target += 4) {
    i32.store(target, <i32>at);
    at += stepX;
    if (++ox == outWidth) {
      ox = 0;
      rowStart += stepY;
      if (++oy == outHeight) {
        oy = 0;
        start += line * <usize>paddedHeight;
        rowStart = start;
      }
      at = rowStart;
    }
  }
}

// @ts-ignore: decorator
@inline
export function address(table: usize, i: i32): usize {
  return <usize>i32.load(table + floats(i));
}

/** Four pixels by eight filters, or by four where it is `narrow`. `bias` may be 0. */
// @ts-ignore: decorator
@inline
function forwardTile(
  narrow: bool, patch0: usize, patch1: usize, patch2: usize, patch3: usize, weights: usize, bias: usize, rectify: bool,
  target0: usize, target1: usize, target2: usize, target3: usize,
): void {
  // Without dilation a row of the patch is contiguous; with it, each of its pixels is.
  const whole = dilationWidth == 1, runs = whole ? 1 : columnsInside, run = floats(whole ? columnsInside * channels : channels);
  const runStep = floats(dilationWidth * channels), line = floats(dilationHeight * paddedWidth * channels);
  const outside = <usize>((kernelWidth - columnsInside) * channels) << 5;
  let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
  if (bias) {
    s00 = v128.load(bias); s01 = v128.load(bias, 16);
    s10 = s00; s11 = s01; s20 = s00; s21 = s01; s30 = s00; s31 = s01;
  }
  for (let y = rowsInside, rowOffset: usize = 0; y > 0; y--, rowOffset += line, weights += outside) {
    for (let r = runs, offset = rowOffset; r > 0; r--, offset += runStep) {
      let x0 = patch0 + offset, x1 = patch1 + offset, x2 = patch2 + offset, x3 = patch3 + offset;
      const end = x0 + run;
      do {
        const w0 = v128.load(weights), w1 = narrow ? w0 : v128.load(weights, 16);
        const a0 = v128.load_splat<f32>(x0);
        s00 = multiplyAdd(a0, w0, s00);
        if (!narrow) s01 = multiplyAdd(a0, w1, s01);
        const a1 = v128.load_splat<f32>(x1);
        s10 = multiplyAdd(a1, w0, s10);
        if (!narrow) s11 = multiplyAdd(a1, w1, s11);
        const a2 = v128.load_splat<f32>(x2);
        s20 = multiplyAdd(a2, w0, s20);
        if (!narrow) s21 = multiplyAdd(a2, w1, s21);
        const a3 = v128.load_splat<f32>(x3);
        s30 = multiplyAdd(a3, w0, s30);
        if (!narrow) s31 = multiplyAdd(a3, w1, s31);
        x0 += 4; x1 += 4; x2 += 4; x3 += 4;
        weights += 32;
      } while (x0 != end);
    }
  }
  const least = f32x4.splat(rectify ? 0 : -Infinity);
  v128.store(target0, flush(f32x4.max(s00, least)));
  v128.store(target1, flush(f32x4.max(s10, least)));
  v128.store(target2, flush(f32x4.max(s20, least)));
  v128.store(target3, flush(f32x4.max(s30, least)));
  if (narrow) return;
  v128.store(target0, flush(f32x4.max(s01, least)), 16);
  v128.store(target1, flush(f32x4.max(s11, least)), 16);
  v128.store(target2, flush(f32x4.max(s21, least)), 16);
  v128.store(target3, flush(f32x4.max(s31, least)), 16);
}

function wideTile(
  patch0: usize, patch1: usize, patch2: usize, patch3: usize, weights: usize, bias: usize, rectify: bool,
  target0: usize, target1: usize, target2: usize, target3: usize,
): void {
  forwardTile(false, patch0, patch1, patch2, patch3, weights, bias, rectify, target0, target1, target2, target3);
}

function narrowTile(
  patch0: usize, patch1: usize, patch2: usize, patch3: usize, weights: usize, bias: usize, rectify: bool,
  target0: usize, target1: usize, target2: usize, target3: usize,
): void {
  forwardTile(true, patch0, patch1, patch2, patch3, weights, bias, rectify, target0, target1, target2, target3);
}

/** Whether all floats from `at` up to `end` are finite. */
export function areFinite(at: Memory, end: Memory): bool {
  let sum = f32x4.splat(0);
  for (; at < end; at += 16) sum = f32x4.add(sum, f32x4.mul(within(v128.load(at), at, end), f32x4.splat(0)));
  return !v128.any_true(f32x4.ne(sum, sum));
}

/** target[images, outHeight, outWidth, filters] = x ∗ kernel (+ bias, then relu where `rectify` is set). */
export function convolve(images: i32, x: Pointer, kernel: Pointer, target: Pointer, bias: OptionalPointer, rectify: bool, scratch: Scratch): void {
  rowsInside = kernelHeight;
  columnsInside = kernelWidth;
  const depth = kernelHeight * kernelWidth * channels, step = floats(filters);
  const weights = scratch + floats(BLOCK_PIXELS + TILE_ROWS * TILE_COLUMNS), paddedImages = weights + floats(depth * ((filters + 7) & -8));
  packRight(depth, filters, kernel, step, 4, weights);
  const padded = isPadded(), block = padded ? imagesAtOnce(0) : images, careful = padded && !areFinite(weights, paddedImages);
  for (; images > 0; images -= block) {
    const some = min(block, images);
    if (padded) padImages(some, x, paddedImages);
    convolvePadded(some * outHeight * outWidth, padded ? paddedImages : x, weights, target, bias, rectify, careful, scratch);
    x += floats(some * inHeight * inWidth * channels);
    target += <usize>(some * outHeight * outWidth) * step;
  }
}

/** @param careful whether weights are not finite, so that they must not be multiplied with the zeros of the padding */
function convolvePadded(
  pixels: i32, x: usize, weights: usize, target: usize, bias: usize, rectify: bool, careful: bool, scratch: usize,
): void {
  const depth = kernelHeight * kernelWidth * channels, step = floats(filters), edge = scratch + floats(BLOCK_PIXELS);
  const rows = careful ? 1 : TILE_ROWS;
  for (let first = 0; first < pixels; first += BLOCK_PIXELS) {
    const count = min(BLOCK_PIXELS, pixels - first), last = count - 1;
    locatePatches(x, first, count, scratch);
    for (let j = 0; j < filters; j += TILE_COLUMNS) {
      const panel = weights + floats(j * depth), b = bias ? bias + floats(j) : 0, columns = min(TILE_COLUMNS, filters - j);
      const base = target + <usize>first * step + floats(j);
      for (let i = 0; i < count; i += rows) {
        const at = base + <usize>i * step;
        // Where fewer than four pixels are left, the last one is computed repeatedly.
        const i1 = min(i + 1, last), i2 = min(i + 2, last), i3 = min(i + 3, last), direct = !careful && (columns & 3) == 0;
        let p0 = address(scratch, i), p1 = address(scratch, i1), p2 = address(scratch, i2), p3 = address(scratch, i3), w = panel;
        if (careful) {
          const row = (first + i) / outWidth, startY = (row % outHeight) * strideHeight - top;
          const startX = (first + i - row * outWidth) * strideWidth - left;
          const fromRow = firstInside(startY, dilationHeight), fromColumn = firstInside(startX, dilationWidth);
          columnsInside = max(0, endInside(startX, dilationWidth, kernelWidth, inWidth) - fromColumn);
          rowsInside = columnsInside ? max(0, endInside(startY, dilationHeight, kernelHeight, inHeight) - fromRow) : 0;
          p0 += floats((fromRow * dilationHeight * paddedWidth + fromColumn * dilationWidth) * channels);
          p1 = p2 = p3 = p0;
          w += floats(TILE_COLUMNS * (fromRow * kernelWidth + fromColumn) * channels);
        }
        const t0 = direct ? at : edge, t1 = direct ? base + <usize>i1 * step : edge + 32;
        const t2 = direct ? base + <usize>i2 * step : edge + 64, t3 = direct ? base + <usize>i3 * step : edge + 96;
        if (columns > 4) wideTile(p0, p1, p2, p3, w, b, rectify, t0, t1, t2, t3);
        else narrowTile(p0, p1, p2, p3, w, b, rectify, t0, t1, t2, t3);
        if (!direct) moveTile(min(rows, count - i), columns, edge, floats(TILE_COLUMNS), at, step);
      }
    }
  }
}
