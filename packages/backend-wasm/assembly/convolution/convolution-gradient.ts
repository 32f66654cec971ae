// The gradients of the convolution of convolution.ts.

import { Pointer, Scratch } from '../common/types';
import { floats, flush, lost, multiplyAdd, storeUpTo } from '../common/vector';
import { addRow, moveTile, packRight, TILE_COLUMNS, TILE_ROWS } from '../products/pack';
import {
  address, areFinite, BLOCK_PIXELS, channelsOfGroup, depthOfPatch, filtersOfGroup, imageBytes, imagesAtOnce, inPanels, isPadded, locatePatches, movePadded, padImages,
  runOfPatch, runsOfPatch, startOfRun,
} from './convolution';
import {
  channels, dilationHeight, dilationWidth, filters, groups, paddedHeight, paddedWidth, inHeight, inWidth, kernelWidth, left, outHeight, outWidth, strideHeight, strideWidth, top,
} from './window';

/** Pixels of a few images that share the packed weights. */
// @ts-ignore: decorator
@inline
const PIXELS_AT_ONCE: i32 = 1024;

/** Positions of a partial sum of the filter's gradient. */
// @ts-ignore: decorator
@inline
const BLOCK_POSITIONS: i32 = 512;

/** Accumulates a row of a tile, and keeps what that loses for the next time. */
// @ts-ignore: decorator
@inline
function accumulateRow(target: usize, rest: usize, low: v128, high: v128): void {
  const a = v128.load(target), b = v128.load(target, 16), x = f32x4.sub(low, v128.load(rest)), y = f32x4.sub(high, v128.load(rest, 16));
  const sum = f32x4.add(a, x), otherSum = f32x4.add(b, y);
  v128.store(rest, lost(sum, a, x)); v128.store(rest, lost(otherSum, b, y), 16);
  v128.store(target, flush(sum)); v128.store(target, flush(otherSum), 16);
}

/**
 * Four elements of the patch, at offsets `element0` … from its start, by eight filters, over some rows and columns of some
 * images; accumulated onto the tile. `rest` is what the tile has lost.
 */
function filterGradientTile(
  images: i32, rows: i32, columns: i32, x: usize, dy: usize, element0: usize, element1: usize, element2: usize, element3: usize,
  target0: usize, target1: usize, target2: usize, target3: usize, rest: usize,
): void {
  const stepX = floats(strideWidth * channels), stepY = floats(strideHeight * paddedWidth * channels), image = floats(paddedHeight * paddedWidth * channels);
  const stepOut = floats(filters), rowOut = floats(columns * filters);
  let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
  for (let n = images; n > 0; n--, x += image) {
    for (let oy = rows, row = x; oy > 0; oy--, row += stepY) {
      let x0 = row + element0, x1 = row + element1, x2 = row + element2, x3 = row + element3;
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
  accumulateRow(target0, rest, s00, s01);
  accumulateRow(target1, rest + 32, s10, s11);
  accumulateRow(target2, rest + 64, s20, s21);
  accumulateRow(target3, rest + 96, s30, s31);
}

/** A tile over images, of which a few positions at a time are a partial sum. */
function filterGradientTiles(
  images: i32, x: usize, dy: usize, element0: usize, element1: usize, element2: usize, element3: usize,
  target0: usize, target1: usize, target2: usize, target3: usize, rest: usize,
): void {
  const positions = outHeight * outWidth, stepX = floats(strideWidth * channels), stepY = floats(strideHeight * paddedWidth * channels);
  const atOnce = max(1, BLOCK_POSITIONS / positions), rows = min(outHeight, max(1, BLOCK_POSITIONS / outWidth)), columns = min(outWidth, BLOCK_POSITIONS);
  for (; images > 0; images -= atOnce) {
    const some = min(images, atOnce);
    for (let oy = 0; oy < outHeight; oy += rows) {
      const high = min(rows, outHeight - oy);
      for (let ox = 0; ox < outWidth; ox += columns) {
        const wide = min(columns, outWidth - ox), corner = x + <usize>oy * stepY + <usize>ox * stepX;
        filterGradientTile(some, high, wide, corner, dy, element0, element1, element2, element3, target0, target1, target2, target3, rest);
        dy += floats(some * high * wide * filters);
      }
    }
    x += <usize>some * imageBytes();
  }
}

/** The offset of an element (kernel row, kernel column, channel of the group) from the start of its patch, in bytes. */
// @ts-ignore: decorator
@inline
function offsetInPatch(k: i32): usize {
  const depth = channelsOfGroup(), run = kernelWidth * depth, y = k / run, inRow = k - y * run, x = inRow / depth;
  return floats((y * dilationHeight * paddedWidth + x * dilationWidth) * channels + (inRow - x * depth));
}

/** One element of the patch, without the padding: where dy is not finite, it must not be multiplied with zeros. */
function addInside(images: i32, x: usize, dy: usize, target: usize, element: i32, fromFilter: i32, toFilter: i32): void {
  const depth = channelsOfGroup(), run = kernelWidth * depth, fromY = element / run * dilationHeight - top, fromX = (element % run) / depth * dilationWidth - left;
  for (; images > 0; images--, x += floats(inHeight * inWidth * channels)) {
    for (let oy = 0; oy < outHeight; oy++) {
      for (let ox = 0; ox < outWidth; ox++, dy += floats(filters)) {
        const y = oy * strideHeight + fromY, column = ox * strideWidth + fromX;
        if (<u32>y >= <u32>inHeight || <u32>column >= <u32>inWidth) continue;
        for (let j = fromFilter; j < toFilter; j++) {
          const value = f32.load(x + floats((y * inWidth + column) * channels + j / filtersOfGroup() * depth + element % depth));
          f32.store(target + floats(j), f32.load(target + floats(j)) + value * f32.load(dy + floats(j)));
        }
      }
    }
  }
}

/**
 * target[kernelHeight · kernelWidth · channels of a group, filters] += the kernel's gradient over these images, for some
 * elements of the patch and some filters. Each sum has the same bits as in a call for all of them.
 */
export function addFilterGradient(
  images: i32, x: Pointer, dy: Pointer, target: Pointer, scratch: Scratch, fromElement: i32, toElement: i32, fromFilter: i32, toFilter: i32,
): void {
  const last = toElement - 1, step = floats(filters), group = filtersOfGroup(), wide = inPanels(group), rests = scratch + floats(TILE_ROWS * TILE_COLUMNS), padded = isPadded();
  const restBytes = floats((depthOfPatch() + TILE_ROWS) * groups * wide), paddedImages = rests + restBytes;
  const outBytes = <usize>(outHeight * outWidth) * step, block = imagesAtOnce(outBytes);
  if (padded && !areFinite(dy, dy + <usize>images * outBytes)) {
    for (let k = fromElement; k < toElement; k++) addInside(images, x, dy, target + <usize>k * step, k, fromFilter, toFilter);
    return;
  }
  memory.fill(rests, 0, restBytes);
  // A few images at a time, so that they stay in the cache while all tiles pass over them.
  for (; images > 0; images -= block) {
    const some = min(block, images), from = padded ? paddedImages : x;
    if (padded) padImages(some, x, paddedImages);
    for (let k = fromElement; k < toElement; k += TILE_ROWS) {
      const k1 = min(k + 1, last), k2 = min(k + 2, last), k3 = min(k + 3, last), rows = min(TILE_ROWS, toElement - k);
      const p0 = offsetInPatch(k), p1 = offsetInPatch(k1), p2 = offsetInPatch(k2), p3 = offsetInPatch(k3);
      for (let g = fromFilter / group; g * group < toFilter; g++) {
        const first = from + floats(g * channelsOfGroup()), end = min(toFilter, (g + 1) * group);
        for (let j = max(fromFilter, g * group); j < end; j += TILE_COLUMNS) {
          const columns = min(TILE_COLUMNS, end - j), at = target + <usize>k * step + floats(j), d = dy + floats(j);
          const rest = rests + floats(TILE_ROWS * (k / TILE_ROWS * groups * wide + g * wide + inPanels(j - g * group)));
          if (columns == TILE_COLUMNS && rows == TILE_ROWS) {
            filterGradientTiles(some, first, d, p0, p1, p2, p3, at, at + step, at + 2 * step, at + 3 * step, rest);
          } else {
            // Lanes beyond the columns are computed and not stored.
            for (let i = 0; i < rows; i++) {
              const row = scratch + floats(i * TILE_COLUMNS), held = at + <usize>i * step;
              v128.store(row, v128.load(held));
              v128.store(row, v128.load(held, 16), 16);
            }
            filterGradientTiles(some, first, d, p0, p1, p2, p3, scratch, scratch + 32, scratch + 64, scratch + 96, rest);
            moveTile(rows, columns, scratch, floats(TILE_COLUMNS), at, step);
          }
        }
      }
    }
    x += floats(some * inHeight * inWidth * channels);
    dy += <usize>some * outBytes;
  }
}

// @ts-ignore: decorator
@inline
function addTo(target: usize, low: v128, high: v128): void {
  v128.store(target, flush(f32x4.add(v128.load(target), low)));
  v128.store(target, flush(f32x4.add(v128.load(target, 16), high)), 16);
}

/** Four pixels of dy by eight elements of the patch; `weights` is [filters of the group, 8]. Accumulates the tile onto the patches, or stores it. */
function inputGradientTile(
  dy0: usize, dy1: usize, dy2: usize, dy3: usize, weights: usize, add: bool,
  target0: usize, target1: usize, target2: usize, target3: usize, rows: i32,
): void {
  let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
  const end = dy0 + floats(filtersOfGroup());
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

/** Accumulates [n0, n1, n2, n3] floats with the strides of `copyStrided`; the last axis is contiguous. */
export function addStrided(
  source: Pointer, target: Pointer, n0: i32, n1: i32, n2: i32, n3: i32,
  s0: i32, s1: i32, s2: i32, s3: i32, t0: i32, t1: i32, t2: i32, t3: i32,
): void {
  for (let i = 0; i < n0; i++) {
    for (let j = 0; j < n1; j++) {
      for (let k = 0; k < n2; k++) addRow(target + floats(i * t0 + j * t1 + k * t2), source + floats(i * s0 + j * s1 + k * s2), n3);
    }
  }
}

/** The number of images that `inputGradient` processes together: the order in which patches are accumulated depends on it. */
export function inputGradientUnit(): i32 {
  const pixels = outHeight * outWidth, images = (PIXELS_AT_ONCE + pixels - 1) / pixels;
  return isPadded() ? min(images, imagesAtOnce(0)) : images;
}

/** target[images, height, width, channels] = the gradient by the input. */
export function inputGradient(dy: Pointer, kernel: Pointer, target: Pointer, images: i32, scratch: Scratch): void {
  const run = runOfPatch(), runs = runsOfPatch(), group = filtersOfGroup(), step = floats(filters), padded = isPadded(), block = inputGradientUnit();
  const weights = scratch + floats(BLOCK_PIXELS + TILE_ROWS * TILE_COLUMNS), panelsOfRun = floats(inPanels(run) * group);
  const paddedImages = weights + <usize>(groups * runs) * panelsOfRun;
  // Each run of the kernel, transposed, in panels of its own, so that no panel extends into the next.
  for (let g = 0, to = weights; g < groups; g++) {
    for (let r = 0; r < runs; r++, to += panelsOfRun) packRight(group, run, kernel + <usize>(r * run) * step + floats(g * group), 4, step, to);
  }
  for (; images > 0; images -= block) {
    const some = min(block, images), to = padded ? paddedImages : target, pixels = some * outHeight * outWidth;
    memory.fill(to, 0, <usize>some * imageBytes());
    for (let first = 0; first < pixels; first += BLOCK_PIXELS) {
      const count = min(BLOCK_PIXELS, pixels - first), base = dy + <usize>first * step;
      locatePatches(to, first, count, scratch);
      for (let g = 0; g < groups; g++) addPatches(count, base + floats(g * group), weights + <usize>(g * runs) * panelsOfRun, floats(g * channelsOfGroup()), scratch);
    }
    if (padded) movePadded(some, target, paddedImages, true);
    dy += <usize>pixels * step;
    target += floats(some * inHeight * inWidth * channels);
  }
}

/** Accumulates the products of some pixels of dy and the weights of a group where their patches are. */
function addPatches(count: i32, dy: usize, weights: usize, group: usize, scratch: usize): void {
  const run = runOfPatch(), runs = runsOfPatch(), step = floats(filters), edge = scratch + floats(BLOCK_PIXELS), last = count - 1;
  for (let r = 0, panel = weights; r < runs; r++) {
    for (let j = 0; j < run; j += TILE_COLUMNS, panel += floats(TILE_COLUMNS * filtersOfGroup())) {
      const columns = min(TILE_COLUMNS, run - j), offset = startOfRun(r) + group + floats(j);
      for (let i = 0; i < count; i += TILE_ROWS) {
        const i1 = min(i + 1, last), i2 = min(i + 2, last), i3 = min(i + 3, last), rows = min(TILE_ROWS, count - i);
        const d0 = dy + <usize>i * step, d1 = dy + <usize>i1 * step, d2 = dy + <usize>i2 * step, d3 = dy + <usize>i3 * step;
        if (columns == TILE_COLUMNS) {
          inputGradientTile(
            d0, d1, d2, d3, panel, true, address(scratch, i) + offset, address(scratch, i1) + offset,
            address(scratch, i2) + offset, address(scratch, i3) + offset, rows,
          );
        } else {
          inputGradientTile(d0, d1, d2, d3, panel, false, edge, edge + 32, edge + 64, edge + 96, rows);
          for (let p = 0; p < rows; p++) addRow(address(scratch, i + p) + offset, edge + floats(p * TILE_COLUMNS), columns);
        }
      }
    }
  }
}
