// Packing for the matrix product: panels that the inner loop reads from front to back, denormals flushed on the way.
// `rowStep` and `columnStep` are the byte distances of the source's rows and columns, so a transpose costs nothing.

import { floats, flush, flushOne } from './vector';

/** Rows of one register tile. */
// @ts-ignore: decorator
@inline
export const TILE_ROWS: i32 = 4;
/** Columns of one register tile: two vectors. */
// @ts-ignore: decorator
@inline
export const TILE_COLUMNS: i32 = 8;

/** Writes `count` columns of four rows as `count` groups of four, `step` bytes apart. */
function interleaveFourRows(count: i32, row0: usize, row1: usize, row2: usize, row3: usize, target: usize, step: usize): void {
  let k = 0;
  for (; k + 4 <= count; k += 4) {
    const r0 = flush(v128.load(row0)), r1 = flush(v128.load(row1)), r2 = flush(v128.load(row2)), r3 = flush(v128.load(row3));
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
    f32.store(target, flushOne(f32.load(row0)));
    f32.store(target, flushOne(f32.load(row1)), 4);
    f32.store(target, flushOne(f32.load(row2)), 8);
    f32.store(target, flushOne(f32.load(row3)), 12);
    row0 += 4; row1 += 4; row2 += 4; row3 += 4;
    target += step;
  }
}

/** A panel at the edge: only `present` of `width` lanes exist, the others become 0. */
function packEdge(present: i32, width: i32, depth: i32, source: usize, laneStep: usize, depthStep: usize, target: usize): void {
  for (let k = 0; k < depth; k++) {
    for (let lane = 0; lane < width; lane++) {
      f32.store(target + floats(lane), lane < present ? flushOne(f32.load(source + <usize>lane * laneStep + <usize>k * depthStep)) : 0);
    }
    target += floats(width);
  }
}

/** Left operand: panels of 4 rows, each `depth` groups of 4. */
export function packLeft(rows: i32, depth: i32, source: usize, rowStep: usize, columnStep: usize, target: usize): void {
  for (let i = 0; i < rows; i += TILE_ROWS) {
    const from = source + <usize>i * rowStep;
    if (rows - i < TILE_ROWS) packEdge(rows - i, TILE_ROWS, depth, from, rowStep, columnStep, target);
    else if (columnStep == 4) interleaveFourRows(depth, from, from + rowStep, from + 2 * rowStep, from + 3 * rowStep, target, 16);
    else {
      let read = from, write = target;
      for (let k = 0; k < depth; k++) {
        v128.store(write, flush(v128.load(read)));
        read += columnStep;
        write += 16;
      }
    }
    target += floats(depth * TILE_ROWS);
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
