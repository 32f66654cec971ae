// Convolution of images stored [batch, height, width, channels], without padding: the caller pads, block by block.
//
// No patch matrix is made. In this layout the part of a patch that lies in one image row is one run of memory, so the
// tiles of the matrix product read the image itself: forward from four pixels' patches at once, the filter's gradient
// from four places of the patch, the input's gradient adds its tiles to where the patches were.

import { packRight, TILE_COLUMNS, TILE_ROWS } from './pack';
import { floats, flush, flushOne, multiplyAdd } from './vector';

// The convolution at hand, set by `describeConvolution`; sizes in elements.
let height: i32 = 0, width: i32 = 0, channels: i32 = 0;
let kernelHeight: i32 = 0, kernelWidth: i32 = 0, strideHeight: i32 = 1, strideWidth: i32 = 1;
let dilationHeight: i32 = 1, dilationWidth: i32 = 1;
let outHeight: i32 = 0, outWidth: i32 = 0, filters: i32 = 0;

/** Output pixels whose addresses are worked out at once. A multiple of the tile's rows. */
// @ts-ignore: decorator
@inline
const BLOCK_PIXELS: i32 = 64;

/** Every patch must lie inside the images: the caller gives the size of the frame that it put around them. */
export function describeConvolution(
  imageHeight: i32, imageWidth: i32, imageChannels: i32, filterHeight: i32, filterWidth: i32, filterCount: i32,
  rowStride: i32, columnStride: i32, rowDilation: i32, columnDilation: i32, resultHeight: i32, resultWidth: i32,
): void {
  height = imageHeight; width = imageWidth; channels = imageChannels;
  kernelHeight = filterHeight; kernelWidth = filterWidth; filters = filterCount;
  strideHeight = rowStride; strideWidth = columnStride; dilationHeight = rowDilation; dilationWidth = columnDilation;
  outHeight = resultHeight; outWidth = resultWidth;
}

/** Floats of scratch that the three functions need. */
export function convolutionScratch(): i32 {
  const forward = kernelHeight * kernelWidth * channels * (filters + TILE_COLUMNS);
  const backward = kernelHeight * (kernelWidth * channels + TILE_COLUMNS) * filters;
  return BLOCK_PIXELS + TILE_ROWS * TILE_COLUMNS + max(forward, backward);
}

/** Writes the addresses of the patches of `count` output pixels, the first of which is `first`. */
function locatePatches(x: usize, first: i32, count: i32, target: usize): void {
  const row = first / outWidth, image = row / outHeight;
  let ox = first - row * outWidth, oy = row - image * outHeight;
  const stepX = floats(strideWidth * channels), line = floats(width * channels), stepY = line * <usize>strideHeight;
  let start = x + <usize>image * line * <usize>height, rowStart = start + <usize>oy * stepY, at = rowStart + <usize>ox * stepX;
  for (let i = 0; i < count; i++, target += 4) {
    i32.store(target, <i32>at);
    at += stepX;
    if (++ox == outWidth) {
      ox = 0;
      rowStart += stepY;
      if (++oy == outHeight) {
        oy = 0;
        start += line * <usize>height;
        rowStart = start;
      }
      at = rowStart;
    }
  }
}

// @ts-ignore: decorator
@inline
function address(table: usize, i: i32): usize {
  return <usize>i32.load(table + floats(i));
}

/** Copies the first columns of a tile from scratch. */
function storeTile(scratch: usize, rows: i32, columns: i32, target: usize, rowStep: usize): void {
  for (let i = 0; i < rows; i++) {
    memory.copy(target, scratch, floats(columns));
    scratch += floats(TILE_COLUMNS);
    target += rowStep;
  }
}

/** Four pixels by eight filters. `bias` may be 0. */
function forwardTile(
  patch0: usize, patch1: usize, patch2: usize, patch3: usize, weights: usize, bias: usize, rectify: bool,
  target0: usize, target1: usize, target2: usize, target3: usize,
): void {
  // Without dilation a row of the patch is one run; with it, each of its pixels is.
  const runs = dilationWidth == 1 ? 1 : kernelWidth, run = floats(dilationWidth == 1 ? kernelWidth * channels : channels);
  const runStep = floats(dilationWidth * channels), line = floats(dilationHeight * width * channels);
  let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
  if (bias) {
    s00 = v128.load(bias); s01 = v128.load(bias, 16);
    s10 = s00; s11 = s01; s20 = s00; s21 = s01; s30 = s00; s31 = s01;
  }
  for (let y = kernelHeight, rowOffset: usize = 0; y > 0; y--, rowOffset += line) {
    for (let r = runs, offset = rowOffset; r > 0; r--, offset += runStep) {
      let x0 = patch0 + offset, x1 = patch1 + offset, x2 = patch2 + offset, x3 = patch3 + offset;
      const end = x0 + run;
      do {
        const w0 = v128.load(weights), w1 = v128.load(weights, 16);
        const a0 = v128.load_splat<f32>(x0);
        s00 = multiplyAdd(a0, w0, s00); s01 = multiplyAdd(a0, w1, s01);
        const a1 = v128.load_splat<f32>(x1);
        s10 = multiplyAdd(a1, w0, s10); s11 = multiplyAdd(a1, w1, s11);
        const a2 = v128.load_splat<f32>(x2);
        s20 = multiplyAdd(a2, w0, s20); s21 = multiplyAdd(a2, w1, s21);
        const a3 = v128.load_splat<f32>(x3);
        s30 = multiplyAdd(a3, w0, s30); s31 = multiplyAdd(a3, w1, s31);
        x0 += 4; x1 += 4; x2 += 4; x3 += 4;
        weights += 32;
      } while (x0 != end);
    }
  }
  if (rectify) {
    const zero = f32x4.splat(0);
    s00 = f32x4.max(s00, zero); s01 = f32x4.max(s01, zero); s10 = f32x4.max(s10, zero); s11 = f32x4.max(s11, zero);
    s20 = f32x4.max(s20, zero); s21 = f32x4.max(s21, zero); s30 = f32x4.max(s30, zero); s31 = f32x4.max(s31, zero);
  }
  v128.store(target0, flush(s00)); v128.store(target0, flush(s01), 16);
  v128.store(target1, flush(s10)); v128.store(target1, flush(s11), 16);
  v128.store(target2, flush(s20)); v128.store(target2, flush(s21), 16);
  v128.store(target3, flush(s30)); v128.store(target3, flush(s31), 16);
}

/** target[images, outHeight, outWidth, filters] = x ∗ kernel (+ bias, then relu where `rectify` is set). */
export function convolve(images: i32, x: usize, kernel: usize, target: usize, bias: usize, rectify: bool, scratch: usize): void {
  const depth = kernelHeight * kernelWidth * channels, pixels = images * outHeight * outWidth, step = floats(filters);
  const edge = scratch + floats(BLOCK_PIXELS), weights = edge + floats(TILE_ROWS * TILE_COLUMNS);
  packRight(depth, filters, kernel, step, 4, weights);
  for (let first = 0; first < pixels; first += BLOCK_PIXELS) {
    const count = min(BLOCK_PIXELS, pixels - first), last = count - 1;
    locatePatches(x, first, count, scratch);
    for (let j = 0; j < filters; j += TILE_COLUMNS) {
      const panel = weights + floats(j * depth), b = bias ? bias + floats(j) : 0, columns = min(TILE_COLUMNS, filters - j);
      const base = target + <usize>first * step + floats(j);
      for (let i = 0; i < count; i += TILE_ROWS) {
        // Where fewer than four pixels are left, the last one is worked out again.
        const i1 = min(i + 1, last), i2 = min(i + 2, last), i3 = min(i + 3, last);
        const p0 = address(scratch, i), p1 = address(scratch, i1), p2 = address(scratch, i2), p3 = address(scratch, i3);
        const at = base + <usize>i * step;
        if (columns == TILE_COLUMNS) {
          forwardTile(p0, p1, p2, p3, panel, b, rectify, at, base + <usize>i1 * step, base + <usize>i2 * step, base + <usize>i3 * step);
        } else {
          forwardTile(p0, p1, p2, p3, panel, b, rectify, edge, edge + 32, edge + 64, edge + 96);
          storeTile(edge, min(TILE_ROWS, count - i), columns, at, step);
        }
      }
    }
  }
}

/** Four places of the patch, at distances `place0` … from its start, by eight filters, added to what the tile holds. */
function filterGradientTile(
  images: i32, x: usize, dy: usize, place0: usize, place1: usize, place2: usize, place3: usize,
  target0: usize, target1: usize, target2: usize, target3: usize,
): void {
  const stepX = floats(strideWidth * channels), stepY = floats(strideHeight * width * channels), image = floats(height * width * channels);
  const stepOut = floats(filters), rowOut = floats(outWidth * filters);
  let s00 = v128.load(target0), s01 = v128.load(target0, 16), s10 = v128.load(target1), s11 = v128.load(target1, 16);
  let s20 = v128.load(target2), s21 = v128.load(target2, 16), s30 = v128.load(target3), s31 = v128.load(target3, 16);
  for (let n = images; n > 0; n--, x += image) {
    for (let oy = outHeight, row = x; oy > 0; oy--, row += stepY) {
      let x0 = row + place0, x1 = row + place1, x2 = row + place2, x3 = row + place3;
      const end = dy + rowOut;
      do {
        const d0 = v128.load(dy), d1 = v128.load(dy, 16);
        const a0 = v128.load_splat<f32>(x0);
        s00 = multiplyAdd(a0, d0, s00); s01 = multiplyAdd(a0, d1, s01);
        const a1 = v128.load_splat<f32>(x1);
        s10 = multiplyAdd(a1, d0, s10); s11 = multiplyAdd(a1, d1, s11);
        const a2 = v128.load_splat<f32>(x2);
        s20 = multiplyAdd(a2, d0, s20); s21 = multiplyAdd(a2, d1, s21);
        const a3 = v128.load_splat<f32>(x3);
        s30 = multiplyAdd(a3, d0, s30); s31 = multiplyAdd(a3, d1, s31);
        x0 += stepX; x1 += stepX; x2 += stepX; x3 += stepX;
        dy += stepOut;
      } while (dy != end);
    }
  }
  v128.store(target0, flush(s00)); v128.store(target0, flush(s01), 16);
  v128.store(target1, flush(s10)); v128.store(target1, flush(s11), 16);
  v128.store(target2, flush(s20)); v128.store(target2, flush(s21), 16);
  v128.store(target3, flush(s30)); v128.store(target3, flush(s31), 16);
}

/** Distance of a place (kernel row, kernel column, channel) from the start of its patch, in bytes. */
// @ts-ignore: decorator
@inline
function placeInPatch(k: i32): usize {
  const run = kernelWidth * channels, y = k / run;
  return floats(y * width * channels + (k - y * run));
}

/**
 * target[kernelHeight · kernelWidth · channels, filters] += the kernel's gradient over these images, without dilation, for
 * some places of the patch and some filters. `fromPlace` must be a multiple of the tile's rows, `fromFilter` of its
 * columns: then each number comes out as it would in the whole, bit for bit. Call it with few images at a time, so that
 * they stay in the cache while all tiles pass over them.
 */
export function addFilterGradient(
  images: i32, x: usize, dy: usize, target: usize, scratch: usize, fromPlace: i32, toPlace: i32, fromFilter: i32, toFilter: i32,
): void {
  const last = toPlace - 1, step = floats(filters);
  for (let k = fromPlace; k < toPlace; k += TILE_ROWS) {
    const k1 = min(k + 1, last), k2 = min(k + 2, last), k3 = min(k + 3, last), rows = min(TILE_ROWS, toPlace - k);
    const p0 = placeInPatch(k), p1 = placeInPatch(k1), p2 = placeInPatch(k2), p3 = placeInPatch(k3);
    for (let j = fromFilter; j < toFilter; j += TILE_COLUMNS) {
      const columns = min(TILE_COLUMNS, toFilter - j), at = target + <usize>k * step + floats(j), d = dy + floats(j);
      if (columns == TILE_COLUMNS && rows == TILE_ROWS) {
        filterGradientTile(images, x, d, p0, p1, p2, p3, at, at + step, at + 2 * step, at + 3 * step);
      } else {
        memory.fill(scratch, 0, floats(TILE_ROWS * TILE_COLUMNS));
        for (let i = 0; i < rows; i++) memory.copy(scratch + floats(i * TILE_COLUMNS), at + <usize>i * step, floats(columns));
        filterGradientTile(images, x, d, p0, p1, p2, p3, scratch, scratch + 32, scratch + 64, scratch + 96);
        storeTile(scratch, rows, columns, at, step);
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function addTo(target: usize, low: v128, high: v128): void {
  v128.store(target, flush(f32x4.add(v128.load(target), low)));
  v128.store(target, flush(f32x4.add(v128.load(target, 16), high)), 16);
}

/** Four pixels of dy by eight places of the patch; `weights` is [filters, 8]. Adds the tile to the patches, or stores it. */
function inputGradientTile(
  dy0: usize, dy1: usize, dy2: usize, dy3: usize, weights: usize, add: bool,
  target0: usize, target1: usize, target2: usize, target3: usize, rows: i32,
): void {
  let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
  const end = dy0 + floats(filters);
  do {
    const w0 = v128.load(weights), w1 = v128.load(weights, 16);
    const a0 = v128.load_splat<f32>(dy0);
    s00 = multiplyAdd(a0, w0, s00); s01 = multiplyAdd(a0, w1, s01);
    const a1 = v128.load_splat<f32>(dy1);
    s10 = multiplyAdd(a1, w0, s10); s11 = multiplyAdd(a1, w1, s11);
    const a2 = v128.load_splat<f32>(dy2);
    s20 = multiplyAdd(a2, w0, s20); s21 = multiplyAdd(a2, w1, s21);
    const a3 = v128.load_splat<f32>(dy3);
    s30 = multiplyAdd(a3, w0, s30); s31 = multiplyAdd(a3, w1, s31);
    dy0 += 4; dy1 += 4; dy2 += 4; dy3 += 4;
    weights += 32;
  } while (dy0 != end);
  if (!add) {
    v128.store(target0, s00); v128.store(target0, s01, 16); v128.store(target1, s10); v128.store(target1, s11, 16);
    v128.store(target2, s20); v128.store(target2, s21, 16); v128.store(target3, s30); v128.store(target3, s31, 16);
    return;
  }
  // One after the other, because patches overlap.
  addTo(target0, s00, s01);
  if (rows > 1) addTo(target1, s10, s11);
  if (rows > 2) addTo(target2, s20, s21);
  if (rows > 3) addTo(target3, s30, s31);
}

function addSome(target: usize, source: usize, count: i32): void {
  for (let i = 0; i < count; i++, target += 4, source += 4) f32.store(target, flushOne(f32.load(target) + f32.load(source)));
}

/** target[images, height, width, channels] = the input's gradient. Without dilation. */
export function inputGradient(images: i32, dy: usize, kernel: usize, target: usize, scratch: usize): void {
  const run = kernelWidth * channels, pixels = images * outHeight * outWidth, step = floats(filters), line = floats(width * channels);
  const edge = scratch + floats(BLOCK_PIXELS), weights = edge + floats(TILE_ROWS * TILE_COLUMNS);
  const panelsOfRow = (run + TILE_COLUMNS - 1) / TILE_COLUMNS, rowOfPanels = floats(panelsOfRow * TILE_COLUMNS * filters);
  // Each row of the kernel, transposed, in panels of its own, so that no panel reaches into the next image row.
  for (let y = 0; y < kernelHeight; y++) packRight(filters, run, kernel + <usize>(y * run) * step, 4, step, weights + <usize>y * rowOfPanels);
  memory.fill(target, 0, floats(images * height * width * channels));
  for (let first = 0; first < pixels; first += BLOCK_PIXELS) {
    const count = min(BLOCK_PIXELS, pixels - first), last = count - 1, base = dy + <usize>first * step;
    locatePatches(target, first, count, scratch);
    for (let y = 0; y < kernelHeight; y++) {
      for (let j = 0; j < run; j += TILE_COLUMNS) {
        const panel = weights + <usize>y * rowOfPanels + floats(j * filters), columns = min(TILE_COLUMNS, run - j);
        const offset = <usize>y * line + floats(j);
        for (let i = 0; i < count; i += TILE_ROWS) {
          const i1 = min(i + 1, last), i2 = min(i + 2, last), i3 = min(i + 3, last), rows = min(TILE_ROWS, count - i);
          const d0 = base + <usize>i * step, d1 = base + <usize>i1 * step, d2 = base + <usize>i2 * step, d3 = base + <usize>i3 * step;
          if (columns == TILE_COLUMNS) {
            inputGradientTile(
              d0, d1, d2, d3, panel, true, address(scratch, i) + offset, address(scratch, i1) + offset,
              address(scratch, i2) + offset, address(scratch, i3) + offset, rows,
            );
          } else {
            inputGradientTile(d0, d1, d2, d3, panel, false, edge, edge + 32, edge + 64, edge + 96, rows);
            for (let r = 0; r < rows; r++) addSome(address(scratch, i + r) + offset, edge + floats(r * TILE_COLUMNS), columns);
          }
        }
      }
    }
  }
}
