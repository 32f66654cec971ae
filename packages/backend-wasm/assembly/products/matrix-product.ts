// C[rows, columns] = A[rows, depth] · B[depth, columns], blocked so that the panels in use stay in the caches.

import { Memory, OptionalPointer, Pointer, Scratch } from '../common/types';
import { floats, flush, multiplyAdd, storeUpTo } from '../common/vector';
import { addRow, moveTile, packLeft, packRight, stripRows, TALL_ROWS, TILE_COLUMNS, TILE_ROWS } from './pack';

// @ts-ignore: decorator
@inline
const BLOCK_DEPTH: i32 = 320;
// @ts-ignore: decorator
@inline
const BLOCK_ROWS: i32 = 96;
// @ts-ignore: decorator
@inline
const BLOCK_COLUMNS: i32 = 1024;

/** A tile of C of eight columns and four rows, or six where it is `tall`. Depth at least 1. */
// @ts-ignore: decorator
@inline
function anyTile(tall: bool, depth: i32, left: usize, right: usize, target: usize, rowStep: usize): void {
  const row1 = target + rowStep, row2 = row1 + rowStep, row3 = row2 + rowStep, row4 = row3 + rowStep, row5 = row4 + rowStep;
  let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00, s40 = s00, s41 = s00, s50 = s00, s51 = s00;
  const end = left + floats(depth * (tall ? TALL_ROWS : TILE_ROWS));
  do {
    const b00 = v128.load(right), b01 = v128.load(right, 16);
    const a00 = v128.load_splat<f32>(left);
    s00 = multiplyAdd(a00, b00, s00); s01 = multiplyAdd(a00, b01, s01);
    const a01 = v128.load_splat<f32>(left, 4);
    s10 = multiplyAdd(a01, b00, s10); s11 = multiplyAdd(a01, b01, s11);
    const a02 = v128.load_splat<f32>(left, 8);
    s20 = multiplyAdd(a02, b00, s20); s21 = multiplyAdd(a02, b01, s21);
    const a03 = v128.load_splat<f32>(left, 12);
    s30 = multiplyAdd(a03, b00, s30); s31 = multiplyAdd(a03, b01, s31);
    if (tall) {
      const a04 = v128.load_splat<f32>(left, 16);
      s40 = multiplyAdd(a04, b00, s40); s41 = multiplyAdd(a04, b01, s41);
      const a05 = v128.load_splat<f32>(left, 20);
      s50 = multiplyAdd(a05, b00, s50); s51 = multiplyAdd(a05, b01, s51);
    }
    if (ASC_FEATURE_RELAXED_SIMD) {
      left += floats(tall ? TALL_ROWS : TILE_ROWS);
      right += 32;
      continue;
    }
    // Unrolled by four, because V8 checks the stack in each iteration, which counts where products take registers. The exits
    // in between keep V8 from hoisting the loads of later steps, for which there are no registers. The left factor is always
    // read at the same four distances, whose sums with the start of the memory V8 keeps in registers.
    left += 16;
    if (left == end) break;
    const b10 = v128.load(right, 32), b11 = v128.load(right, 48);
    const a10 = v128.load_splat<f32>(left);
    s00 = multiplyAdd(a10, b10, s00); s01 = multiplyAdd(a10, b11, s01);
    const a11 = v128.load_splat<f32>(left, 4);
    s10 = multiplyAdd(a11, b10, s10); s11 = multiplyAdd(a11, b11, s11);
    const a12 = v128.load_splat<f32>(left, 8);
    s20 = multiplyAdd(a12, b10, s20); s21 = multiplyAdd(a12, b11, s21);
    const a13 = v128.load_splat<f32>(left, 12);
    s30 = multiplyAdd(a13, b10, s30); s31 = multiplyAdd(a13, b11, s31);
    left += 16;
    if (left == end) break;
    const b20 = v128.load(right, 64), b21 = v128.load(right, 80);
    const a20 = v128.load_splat<f32>(left);
    s00 = multiplyAdd(a20, b20, s00); s01 = multiplyAdd(a20, b21, s01);
    const a21 = v128.load_splat<f32>(left, 4);
    s10 = multiplyAdd(a21, b20, s10); s11 = multiplyAdd(a21, b21, s11);
    const a22 = v128.load_splat<f32>(left, 8);
    s20 = multiplyAdd(a22, b20, s20); s21 = multiplyAdd(a22, b21, s21);
    const a23 = v128.load_splat<f32>(left, 12);
    s30 = multiplyAdd(a23, b20, s30); s31 = multiplyAdd(a23, b21, s31);
    left += 16;
    if (left == end) break;
    const b30 = v128.load(right, 96), b31 = v128.load(right, 112);
    const a30 = v128.load_splat<f32>(left);
    s00 = multiplyAdd(a30, b30, s00); s01 = multiplyAdd(a30, b31, s01);
    const a31 = v128.load_splat<f32>(left, 4);
    s10 = multiplyAdd(a31, b30, s10); s11 = multiplyAdd(a31, b31, s11);
    const a32 = v128.load_splat<f32>(left, 8);
    s20 = multiplyAdd(a32, b30, s20); s21 = multiplyAdd(a32, b31, s21);
    const a33 = v128.load_splat<f32>(left, 12);
    s30 = multiplyAdd(a33, b30, s30); s31 = multiplyAdd(a33, b31, s31);
    left += 16;
    right += 128;
  } while (left != end);
  v128.store(target, flush(s00)); v128.store(row1, flush(s10)); v128.store(row2, flush(s20)); v128.store(row3, flush(s30));
  v128.store(target, flush(s01), 16); v128.store(row1, flush(s11), 16); v128.store(row2, flush(s21), 16); v128.store(row3, flush(s31), 16);
  if (!tall) return;
  v128.store(row4, flush(s40)); v128.store(row4, flush(s41), 16);
  v128.store(row5, flush(s50)); v128.store(row5, flush(s51), 16);
}

function tile(depth: i32, left: usize, right: usize, target: usize, rowStep: usize): void {
  anyTile(false, depth, left, right, target, rowStep);
}

function tallTile(depth: i32, left: usize, right: usize, target: usize, rowStep: usize): void {
  anyTile(true, depth, left, right, target, rowStep);
}

/** Floats of scratch for a tile at the edge of C. */
// @ts-ignore: decorator
@inline
export const EDGE: i32 = TALL_ROWS * TILE_COLUMNS;

/**
 * A block of C from strips of A and panels of B; accumulated onto C where `add` is set. A tile at the edge goes through
 * `edge`, so that nothing outside C is touched. So does one that is accumulated: its sums are added to what C holds, so that
 * the depth of a block is that of a partial sum, and the registers of a tile are left to its products.
 */
export function tiles(rows: i32, columns: i32, depth: i32, strips: usize, panels: usize, target: usize, rowStep: usize, add: bool, edge: usize): void {
  for (let j = 0; j < columns; j += TILE_COLUMNS, panels += floats(depth * TILE_COLUMNS)) {
    const wide = min(TILE_COLUMNS, columns - j);
    for (let i = 0; i < rows; ) {
      const strip = strips + floats(i * depth), at = target + <usize>i * rowStep + floats(j), height = stripRows(rows - i), high = min(height, rows - i);
      const inside = !add && high == height && wide == TILE_COLUMNS, to = inside ? at : edge, step = inside ? rowStep : floats(TILE_COLUMNS);
      if (height == TALL_ROWS) tallTile(depth, strip, panels, to, step);
      else tile(depth, strip, panels, to, step);
      if (add) for (let r = 0; r < high; r++) addRow(at + <usize>r * rowStep, edge + floats(r * TILE_COLUMNS), wide);
      else if (!inside) moveTile(high, wide, edge, step, at, rowStep);
      i += height;
    }
  }
}

// @ts-ignore: decorator
@inline
function finished(at: usize, bias: usize, rectify: bool): v128 {
  let x = v128.load(at);
  if (bias) x = f32x4.add(x, v128.load(bias));
  return rectify ? f32x4.max(x, f32x4.splat(0)) : x;
}

/** Adds the bias to a finished block that is still in the cache, and applies relu where `rectify` is set. */
export function finish(rows: i32, columns: i32, target: usize, rowStep: usize, bias: usize, rectify: bool): void {
  const length = floats(columns), whole = length & ~15;
  for (let i = 0; i < rows; i++, target += rowStep) {
    let j: usize = 0;
    for (; j < whole; j += 16) v128.store(target + j, finished(target + j, bias ? bias + j : 0, rectify));
    if (j < length) storeUpTo(target + j, target + length, finished(target + j, bias ? bias + j : 0, rectify));
  }
}

/** The size of `scratch` for `matrixProduct`, in floats. */
export function matrixProductScratch(): i32 {
  return BLOCK_DEPTH * (BLOCK_COLUMNS + TILE_COLUMNS) + (BLOCK_ROWS + TALL_ROWS) * BLOCK_DEPTH + EDGE;
}

/**
 * Some rows and columns of C, with the same bits as in a product of all of them, over a part of the depth.
 *
 * @param left A, stored [rows, depth], or [depth, rows] where `transposeLeft` is set
 * @param right B, stored [depth, columns], or [columns, depth] where `transposeRight` is set
 * @param target C; must not overlap A or B
 * @param bias [columns], or 0
 * @param rectify whether relu is applied
 */
export function matrixProduct(
  rows: i32, columns: i32, depth: i32,
  left: Pointer, transposeLeft: bool, right: Pointer, transposeRight: bool,
  target: Memory, bias: OptionalPointer, rectify: bool, scratch: Scratch,
  fromRow: i32, toRow: i32, fromColumn: i32, toColumn: i32, fromDepth: i32, toDepth: i32,
): void {
  const leftRow = transposeLeft ? 4 : floats(depth), leftColumn = transposeLeft ? floats(rows) : 4;
  const rightRow = transposeRight ? 4 : floats(columns), rightColumn = transposeRight ? floats(depth) : 4;
  const targetRow = floats(columns);
  const packedRight = scratch, packedLeft = packedRight + floats(BLOCK_DEPTH * (BLOCK_COLUMNS + TILE_COLUMNS));
  const edge = packedLeft + floats((BLOCK_ROWS + TALL_ROWS) * BLOCK_DEPTH);
  for (let column = fromColumn; column < toColumn; column += BLOCK_COLUMNS) {
    const blockColumns = min(BLOCK_COLUMNS, toColumn - column);
    for (let k = fromDepth; k < toDepth; k += BLOCK_DEPTH) {
      const blockDepth = min(BLOCK_DEPTH, toDepth - k), add = k > fromDepth;
      packRight(blockDepth, blockColumns, right + <usize>k * rightRow + <usize>column * rightColumn, rightRow, rightColumn, packedRight);
      for (let row = fromRow; row < toRow; row += BLOCK_ROWS) {
        const blockRows = min(BLOCK_ROWS, toRow - row);
        packLeft(blockRows, blockDepth, left + <usize>row * leftRow + <usize>k * leftColumn, leftRow, leftColumn, packedLeft);
        const block = target + <usize>row * targetRow + floats(column);
        tiles(blockRows, blockColumns, blockDepth, packedLeft, packedRight, block, targetRow, add, edge);
        if (k + blockDepth == toDepth && (bias != 0 || rectify)) {
          finish(blockRows, blockColumns, block, targetRow, bias ? bias + floats(column) : 0, rectify);
        }
      }
    }
  }
}
