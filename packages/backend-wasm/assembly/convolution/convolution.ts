// Convolution of images stored [batch, height, width, channels], in groups. Where there is padding, images are copied into
// a border of zeros, a few at a time, so that every patch lies inside. The gradients are in convolution-gradient.ts.
//
// There is no im2col: in this layout the part of a patch that lies in one image row is contiguous, so strips of a few
// patches are packed from the image, as the matrix product packs rows, and multiplied with all panels of weights.

import { Memory, OptionalPointer, Pointer, Scratch } from '../common/types';
import { floats, flush, multiplyAdd, storeUpTo, within } from '../common/vector';
import { EDGE, finish, tiles } from '../products/matrix-product';
import { interleaveFourPatches, interleaveTwoPatches, moveTile, packRight, stripRows, TALL_ROWS, TILE_COLUMNS, TILE_ROWS } from '../products/pack';
import { endInside, firstInside } from './depthwise';
import {
  channels, dilationHeight, dilationWidth, filters, groups, paddedHeight, paddedWidth, inHeight, inWidth, kernelHeight, kernelWidth, left, outHeight, outWidth, strideHeight, strideWidth, top,
} from './window';

/** Output pixels whose addresses are computed at once. */
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

// @ts-ignore: decorator
@inline
export function channelsOfGroup(): i32 {
  return channels / groups;
}

// @ts-ignore: decorator
@inline
export function filtersOfGroup(): i32 {
  return filters / groups;
}

/** The elements of a patch that one filter has weights for. */
// @ts-ignore: decorator
@inline
export function depthOfPatch(): i32 {
  return kernelHeight * kernelWidth * channelsOfGroup();
}

/** Floats in complete panels of so many columns. */
// @ts-ignore: decorator
@inline
export function inPanels(columns: i32): i32 {
  return (columns + TILE_COLUMNS - 1) & -TILE_COLUMNS;
}

// @ts-ignore: decorator
@inline
function isWholeRun(): bool {
  return dilationWidth == 1 && groups == 1;
}

/** Floats of a patch that are contiguous in an image: those of a row of the kernel, with dilation or groups those of one element. */
// @ts-ignore: decorator
@inline
export function runOfPatch(): i32 {
  return isWholeRun() ? kernelWidth * channels : channelsOfGroup();
}

/** How many of these runs a row of a patch has. */
// @ts-ignore: decorator
@inline
function runsOfRow(): i32 {
  return isWholeRun() ? 1 : kernelWidth;
}

/** How many of these runs a patch has. */
// @ts-ignore: decorator
@inline
export function runsOfPatch(): i32 {
  return kernelHeight * runsOfRow();
}

/** Bytes from one row of a patch to the next. */
// @ts-ignore: decorator
@inline
function rowOfPatch(): usize {
  return floats(dilationHeight * paddedWidth * channels);
}

/** Bytes from one run of a row to the next. */
// @ts-ignore: decorator
@inline
function stepOfRun(): usize {
  return floats(dilationWidth * channels);
}

/** Where a run begins, from the start of its patch, in bytes. */
// @ts-ignore: decorator
@inline
export function startOfRun(r: i32): usize {
  const y = r / runsOfRow();
  return <usize>y * rowOfPatch() + <usize>(r - y * runsOfRow()) * stepOfRun();
}

/** The size of `scratch` for `convolve` and its gradients over so many images, in floats. */
export function convolutionScratch(images: i32): i32 {
  const depth = depthOfPatch(), columns = groups * inPanels(filtersOfGroup());
  const forward = BLOCK_PIXELS + TALL_ROWS * depth + depth * columns;
  const byInput = BLOCK_PIXELS + TALL_ROWS * filtersOfGroup() + runsOfPatch() * inPanels(runOfPatch()) * filters;
  const byFilter = (depth + TILE_ROWS) * columns;
  const paddedImages = isPadded() ? min(images, imagesAtOnce(0)) * paddedHeight * paddedWidth * channels : 0;
  return EDGE + max(max(forward, byInput), byFilter) + paddedImages;
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

/** Whether all floats from `at` up to `end` are finite. */
export function areFinite(at: Memory, end: Memory): bool {
  let sum = f32x4.splat(0);
  for (; at < end; at += 16) sum = f32x4.add(sum, f32x4.mul(within(v128.load(at), at, end), f32x4.splat(0)));
  return !v128.any_true(f32x4.ne(sum, sum));
}

/** Packs the elements of some patches that a group of filters has weights for, as `packLeft` packs rows. */
function packPatches(table: usize, count: i32, first: usize, strip: usize): void {
  const high = stripRows(count), last = count - 1, run = runOfPatch(), step = floats(high);
  // Where there are fewer patches than rows, the last one is packed repeatedly.
  const p0 = address(table, 0) + first, p1 = address(table, min(1, last)) + first, p2 = address(table, min(2, last)) + first, p3 = address(table, min(3, last)) + first;
  const p4 = address(table, min(4, last)) + first, p5 = address(table, min(5, last)) + first;
  for (let y = kernelHeight, row: usize = 0; y > 0; y--, row += rowOfPatch()) {
    for (let r = runsOfRow(), at = row; r > 0; r--, at += stepOfRun(), strip += <usize>run * step) {
      interleaveFourPatches(run, p0 + at, p1 + at, p2 + at, p3 + at, strip, step);
      if (high == TALL_ROWS) interleaveTwoPatches(run, p4 + at, p5 + at, strip + 16, step);
    }
  }
}

/**
 * Packs the weights of a group of filters.
 *
 * @param flipped whether the kernel is that of the convolution whose gradient by the input this is
 */
function packWeights(kernel: usize, flipped: bool, group: i32, target: usize): void {
  const depth = depthOfPatch(), columns = filtersOfGroup(), elements = kernelHeight * kernelWidth, inner = channelsOfGroup();
  if (!flipped) {
    packRight(depth, columns, kernel + floats(group * columns), floats(filters), 4, target);
    return;
  }
  for (let j = 0; j < columns; j += TILE_COLUMNS, target += floats(TILE_COLUMNS * depth)) {
    for (let e = 0; e < elements; e++) {
      const from = kernel + floats(((elements - 1 - e) * columns + j) * channels + group * inner);
      packRight(inner, min(TILE_COLUMNS, columns - j), from, 4, floats(channels), target + floats(e * inner * TILE_COLUMNS));
    }
  }
}

/**
 * target[images, outHeight, outWidth, filters] = x ∗ kernel (+ bias, then relu where `rectify` is set).
 *
 * @param flipped whether this is the gradient by the input of a convolution at stride 1 with the kernel, which must be finite
 */
export function convolve(
  images: i32, x: Pointer, kernel: Pointer, flipped: bool, target: Pointer, bias: OptionalPointer, rectify: bool, scratch: Scratch,
): void {
  const depth = depthOfPatch(), step = floats(filters), group = filtersOfGroup(), panels = floats(depth * inPanels(group));
  const edge = scratch + floats(BLOCK_PIXELS), strip = edge + floats(EDGE), weights = strip + floats(TALL_ROWS * depth), paddedImages = weights + <usize>groups * panels;
  for (let g = 0; g < groups; g++) packWeights(kernel, flipped, g, weights + <usize>g * panels);
  const padded = isPadded(), block = padded ? imagesAtOnce(0) : images, careful = padded && !flipped && !areFinite(weights, paddedImages);
  for (; images > 0; images -= block) {
    const some = min(block, images), pixels = some * outHeight * outWidth;
    if (padded) padImages(some, x, paddedImages);
    for (let first = 0; first < pixels; first += BLOCK_PIXELS, target += <usize>BLOCK_PIXELS * step) {
      const count = min(BLOCK_PIXELS, pixels - first);
      locatePatches(padded ? paddedImages : x, first, count, scratch);
      for (let g = 0; g < groups; g++) {
        const to = target + floats(g * group);
        if (careful) convolveInside(first, count, kernel + floats(g * group), scratch, g, to);
        else if (group <= 4) {
          for (let i = 0; i < count; i += TILE_ROWS) {
            const rows = min(TILE_ROWS, count - i), last = i + rows - 1, at = floats(g * channelsOfGroup());
            narrowTile(
              address(scratch, i) + at, address(scratch, min(i + 1, last)) + at, address(scratch, min(i + 2, last)) + at, address(scratch, last) + at, weights + <usize>g * panels, edge,
            );
            moveTile(rows, group, edge, floats(TILE_COLUMNS), to + <usize>i * step, step);
          }
        } else {
          for (let i = 0; i < count; i += stripRows(count - i)) {
            const rows = min(count - i, stripRows(count - i));
            packPatches(scratch + floats(i), rows, floats(g * channelsOfGroup()), strip);
            tiles(rows, group, depth, strip, weights + <usize>g * panels, to + <usize>i * step, step, false, edge);
          }
        }
      }
      if (bias != 0 || rectify) finish(count, filters, target, step, bias, rectify);
    }
    x += floats(some * inHeight * inWidth * channels);
    target -= <usize>(((pixels + BLOCK_PIXELS - 1) & -BLOCK_PIXELS) - pixels) * step;
  }
}

/** Four pixels by at most four filters: so few that packing the patches would take as long as the products. */
function narrowTile(patch0: usize, patch1: usize, patch2: usize, patch3: usize, weights: usize, target: usize): void {
  const run = floats(runOfPatch());
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  for (let y = kernelHeight, row: usize = 0; y > 0; y--, row += rowOfPatch()) {
    for (let r = runsOfRow(), at = row; r > 0; r--, at += stepOfRun()) {
      let x0 = patch0 + at, x1 = patch1 + at, x2 = patch2 + at, x3 = patch3 + at;
      const end = x0 + run;
      do {
        const w = v128.load(weights);
        s0 = multiplyAdd(v128.load_splat<f32>(x0), w, s0);
        s1 = multiplyAdd(v128.load_splat<f32>(x1), w, s1);
        s2 = multiplyAdd(v128.load_splat<f32>(x2), w, s2);
        s3 = multiplyAdd(v128.load_splat<f32>(x3), w, s3);
        x0 += 4; x1 += 4; x2 += 4; x3 += 4;
        weights += floats(TILE_COLUMNS);
      } while (x0 != end);
    }
  }
  v128.store(target, flush(s0)); v128.store(target, flush(s1), 32); v128.store(target, flush(s2), 64); v128.store(target, flush(s3), 96);
}

/** A group of filters at some pixels, one by one and without the padding: weights that are not finite must not be multiplied with its zeros. */
function convolveInside(first: i32, count: i32, kernel: usize, table: usize, group: i32, target: usize): void {
  const depth = channelsOfGroup(), step = floats(filters), end = floats(filtersOfGroup());
  for (let i = 0; i < count; i++, target += step) {
    const row = (first + i) / outWidth, startY = (row % outHeight) * strideHeight - top, startX = (first + i - row * outWidth) * strideWidth - left;
    const fromRow = firstInside(startY, dilationHeight), toRow = endInside(startY, dilationHeight, kernelHeight, inHeight);
    const fromColumn = firstInside(startX, dilationWidth), toColumn = endInside(startX, dilationWidth, kernelWidth, inWidth);
    const patch = address(table, i) + floats(group * depth);
    for (let j: usize = 0; j < end; j += 16) {
      let sum = f32x4.splat(0);
      for (let y = fromRow; y < toRow; y++) {
        for (let column = fromColumn; column < toColumn; column++) {
          let at = patch + floats((y * dilationHeight * paddedWidth + column * dilationWidth) * channels), weight = kernel + <usize>((y * kernelWidth + column) * depth) * step + j;
          for (let c = 0; c < depth; c++, at += 4, weight += step) sum = multiplyAdd(v128.load_splat<f32>(at), v128.load(weight), sum);
        }
      }
      storeUpTo(target + j, target + end, flush(sum));
    }
  }
}
