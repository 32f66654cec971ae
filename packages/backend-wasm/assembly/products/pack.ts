// Packing for the matrix product: panels that the inner loop reads in order, with denormals flushed.
// `rowStep` and `columnStep` are the byte distances between the source's rows and columns, so a transpose costs nothing.

import { floats, flush, flushOne, storeUpTo } from '../common/vector';

/** The register tile of products, at whose multiples work is cut into parts. */
export const enum TileSize { Rows = 4, Columns = 8 }
// @ts-ignore: decorator
@inline
export const TILE_ROWS: i32 = TileSize.Rows;
/** Rows of most tiles with relaxed SIMD, where products need no registers of their own. */
// @ts-ignore: decorator
@inline
export const TALL_ROWS: i32 = 6;
/** Two vectors. */
// @ts-ignore: decorator
@inline
export const TILE_COLUMNS: i32 = TileSize.Columns;

// @ts-ignore: decorator
@inline
function flushedIf(flushing: bool, x: v128): v128 {
  return flushing ? flush(x) : x;
}

// @ts-ignore: decorator
@inline
function flushedOneIf(flushing: bool, x: f32): f32 {
  return flushing ? flushOne(x) : x;
}

// @ts-ignore: decorator
@inline
function interleaveFour(flushing: bool, count: i32, row0: usize, row1: usize, row2: usize, row3: usize, target: usize, step: usize): void {
  let k = 0;
  for (; k + 4 <= count; k += 4) {
    const r0 = flushedIf(flushing, v128.load(row0)), r1 = flushedIf(flushing, v128.load(row1));
    const r2 = flushedIf(flushing, v128.load(row2)), r3 = flushedIf(flushing, v128.load(row3));
    const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
    const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5), high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    v128.store(target, v128.shuffle<i64>(low01, low23, 0, 2));
    v128.store(target + step, v128.shuffle<i64>(low01, low23, 1, 3));
    v128.store(target + 2 * step, v128.shuffle<i64>(high01, high23, 0, 2));
    v128.store(target + 3 * step, v128.shuffle<i64>(high01, high23, 1, 3));
    row0 += 16; row1 += 16; row2 += 16; row3 += 16;
    target += 4 * step;
  }
  for (; k < count; k++) {
    f32.store(target, flushedOneIf(flushing, f32.load(row0)));
    f32.store(target, flushedOneIf(flushing, f32.load(row1)), 4);
    f32.store(target, flushedOneIf(flushing, f32.load(row2)), 8);
    f32.store(target, flushedOneIf(flushing, f32.load(row3)), 12);
    row0 += 4; row1 += 4; row2 += 4; row3 += 4;
    target += step;
  }
}

// @ts-ignore: decorator
@inline
function interleaveTwo(flushing: bool, count: i32, row0: usize, row1: usize, target: usize, step: usize): void {
  for (; count > 1; count -= 2, row0 += 8, row1 += 8, target += 2 * step) {
    const pairs = flushedIf(flushing, v128.shuffle<f32>(v128.load64_zero(row0), v128.load64_zero(row1), 0, 4, 1, 5));
    v128.store64_lane(target, pairs, 0);
    v128.store64_lane(target + step, pairs, 1);
  }
  if (count == 0) return;
  f32.store(target, flushedOneIf(flushing, f32.load(row0)));
  f32.store(target, flushedOneIf(flushing, f32.load(row1)), 4);
}

/** Writes `count` columns of four rows as `count` groups of four, `step` bytes apart. */
function interleaveFourRows(count: i32, row0: usize, row1: usize, row2: usize, row3: usize, target: usize, step: usize): void {
  interleaveFour(true, count, row0, row1, row2, row3, target, step);
}

/** The same for two rows, as groups of two. */
function interleaveTwoRows(count: i32, row0: usize, row1: usize, target: usize, step: usize): void {
  interleaveTwo(true, count, row0, row1, target, step);
}

/** The same for four patches of images, which are packed for few products: they keep their denormals. */
export function interleaveFourPatches(count: i32, row0: usize, row1: usize, row2: usize, row3: usize, target: usize, step: usize): void {
  interleaveFour(false, count, row0, row1, row2, row3, target, step);
}

export function interleaveTwoPatches(count: i32, row0: usize, row1: usize, target: usize, step: usize): void {
  interleaveTwo(false, count, row0, row1, target, step);
}

/** Copies some rows and columns of a tile; steps are the bytes from one row to the next. */
export function moveTile(rows: i32, columns: i32, source: usize, sourceStep: usize, target: usize, targetStep: usize): void {
  for (; rows > 0; rows--, source += sourceStep, target += targetStep) {
    const end = target + floats(columns);
    storeUpTo(target, end, v128.load(source));
    if (columns > 4) storeUpTo(target + 16, end, v128.load(source, 16));
  }
}

/** Adds a row to a row of C. */
// @ts-ignore: decorator
@inline
export function addRow(target: usize, source: usize, count: i32): void {
  const end = target + floats(count), whole = target + (floats(count) & ~15);
  for (; target < whole; target += 16, source += 16) v128.store(target, flush(f32x4.add(v128.load(target), v128.load(source))));
  if (target < end) storeUpTo(target, end, flush(f32x4.add(v128.load(target), v128.load(source))));
}

/** A panel at the edge: only `present` of `width` lanes exist, the others are 0. */
function packEdge(present: i32, width: i32, depth: i32, source: usize, laneStep: usize, depthStep: usize, target: usize): void {
  for (let k = 0; k < depth; k++) {
    for (let lane = 0; lane < width; lane++) {
      f32.store(target + floats(lane), lane < present ? flushOne(f32.load(source + <usize>lane * laneStep + <usize>k * depthStep)) : 0);
    }
    target += floats(width);
  }
}

/** The rows of the next strip of the left operand, when `left` rows remain; eight become two strips of four. */
// @ts-ignore: decorator
@inline
export function stripRows(left: i32): i32 {
  return ASC_FEATURE_RELAXED_SIMD && left > TILE_ROWS && left != 2 * TILE_ROWS ? TALL_ROWS : TILE_ROWS;
}

/** Left operand: strips of 4 or 6 rows, each `depth` groups of as many. */
export function packLeft(rows: i32, depth: i32, source: usize, rowStep: usize, columnStep: usize, target: usize): void {
  for (let i = 0; i < rows; ) {
    const high = stripRows(rows - i), step = floats(high), tall = high == TALL_ROWS, from = source + <usize>i * rowStep;
    if (rows - i < high) packEdge(rows - i, high, depth, from, rowStep, columnStep, target);
    else if (columnStep == 4) {
      interleaveFourRows(depth, from, from + rowStep, from + 2 * rowStep, from + 3 * rowStep, target, step);
      if (tall) interleaveTwoRows(depth, from + 4 * rowStep, from + 5 * rowStep, target + 16, step);
    } else {
      let read = from, write = target;
      for (let k = 0; k < depth; k++) {
        v128.store(write, flush(v128.load(read)));
        if (tall) v128.store64_lane(write, flush(v128.load64_zero(read, 16)), 0, 16);
        read += columnStep;
        write += step;
      }
    }
    target += <usize>depth * step;
    i += high;
  }
}

/** Right operand: panels of 8 columns, each `depth` groups of 8. */
export function packRight(depth: i32, columns: i32, source: usize, rowStep: usize, columnStep: usize, target: usize): void {
  for (let j = 0; j < columns; j += TILE_COLUMNS) {
    const from = source + <usize>j * columnStep;
    if (columns - j < TILE_COLUMNS) packEdge(columns - j, TILE_COLUMNS, depth, from, columnStep, rowStep, target);
    else if (columnStep == 4) {
      let read = from, write = target;
      for (let k = 0; k < depth; k++) {
        v128.store(write, flush(v128.load(read)));
        v128.store(write, flush(v128.load(read, 16)), 16);
        read += rowStep;
        write += 32;
      }
    } else {
      interleaveFourRows(depth, from, from + columnStep, from + 2 * columnStep, from + 3 * columnStep, target, 32);
      const next = from + 4 * columnStep;
      interleaveFourRows(depth, next, next + columnStep, next + 2 * columnStep, next + 3 * columnStep, target + 16, 32);
    }
    target += floats(depth * TILE_COLUMNS);
  }
}
