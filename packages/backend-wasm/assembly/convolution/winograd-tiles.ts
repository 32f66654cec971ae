// The tiles of a convolution by Winograd's algorithm: their sizes, their number, and where their values lie.

import { floats } from '../common/vector';
import { channels, filters, kernelHeight, outHeight } from './window';
import { VALUES } from './winograd-transforms';

/** Elements of the result along a side of a tile, and the products that a row of them takes. */
export const enum WinogradSize { Side = 4, Values = 6 }
// @ts-ignore: decorator
@inline
export const SIDE: i32 = WinogradSize.Side;
/** Elements of the image along each side of a tile's receptive field. */
// @ts-ignore: decorator
@inline
export const REACH: i32 = 6;
/** Floats of the values of a block of tiles, which fit the second-level cache: a third of a megabyte. */
// @ts-ignore: decorator
@inline
const BLOCK_VALUES: i32 = 100_000;

/** Whether kernels have one row, and with them tiles. */
// @ts-ignore: decorator
@inline
export function isFlat(): bool {
  return kernelHeight == 1;
}

/** Values of a tile: 36, or of one row 6. */
// @ts-ignore: decorator
@inline
export function allValues(): usize {
  return isFlat() ? VALUES : VALUES * VALUES;
}

/** Elements of the result and of the image along the vertical side of a tile. */
// @ts-ignore: decorator
@inline
export function sideY(): i32 {
  return isFlat() ? 1 : SIDE;
}
// @ts-ignore: decorator
@inline
export function reachY(): i32 {
  return isFlat() ? 1 : REACH;
}

/** Tiles down the result. */
// @ts-ignore: decorator
@inline
export function tilesDown(): i32 {
  return isFlat() ? outHeight : tilesAlong(outHeight);
}

/** Tiles along a row of the result. */
// @ts-ignore: decorator
@inline
export function tilesAlong(extent: i32): i32 {
  return (extent + SIDE - 1) / SIDE;
}

/** Tiles that are processed together: a multiple of four. */
export function tilesAtOnce(): i32 {
  return min(64, max(12, BLOCK_VALUES / (<i32>allValues() * (channels + filters)))) & ~3;
}

/** Bytes from one value of the tiles to the next: not a multiple of the cache's way size, so that they do not evict one another. */
// @ts-ignore: decorator
@inline
export function distance(room: i32, depth: i32): usize {
  return floats(room * depth + 16);
}
