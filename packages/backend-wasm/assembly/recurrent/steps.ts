// What recurrent sequences, [batch, time, …], have in common. Samples are independent, so a caller may split the batch. Where
// there is a mask, [batch, time], the rows of masked steps are left out of the products.

import { OptionalPointer, Pointer } from '../common/types';
import { floats, storeUpTo } from '../common/vector';
import { EDGE, tiles } from '../products/matrix-product';
import { packLeft, TALL_ROWS, TILE_COLUMNS } from '../products/pack';

/** The size of `scratch` for a sequence, in floats: the packed factors of a product, a tile, and what a step holds. */
export function recurrentScratch(batch: i32, units: i32): i32 {
  return 4 * units * (units + TILE_COLUMNS) + 4 * units * (batch + TALL_ROWS) + EDGE + (5 * batch + 1) * units;
}

/** Whether the step of a sample is masked, whose mask is at an address. */
// @ts-ignore: decorator
@inline
export function isMasked(mask: usize): bool {
  return f32.load(mask) == 0;
}

/** target = x, of `bytes` bytes. */
// @ts-ignore: decorator
@inline
export function copyRow(x: usize, target: usize, bytes: usize): void {
  for (let j: usize = 0; j < bytes; j += 16) storeUpTo(target + j, target + bytes, v128.load(x + j));
}

/** target = a + b, of `bytes` bytes. */
// @ts-ignore: decorator
@inline
export function sum(a: usize, b: usize, target: usize, bytes: usize): void {
  for (let j: usize = 0; j < bytes; j += 16) storeUpTo(target + j, target + bytes, f32x4.add(v128.load(a + j), v128.load(b + j)));
}

/**
 * C[rows, columns] = A[rows, depth] · B of one step, where `panels` is B as `packRight` packs it: once, because it is the same
 * in every step. Rows of A are `leftStep` bytes apart, those of C contiguous. With a mask, A is [batch, depth] and C has the
 * rows of samples that are not masked, one after another.
 *
 * @param mask the address of the first sample's mask in this step, or 0
 * @param maskStep bytes from one sample's mask to the next
 * @param gathered memory for A
 */
export function stepProduct(
  batch: i32, columns: i32, depth: i32, left: usize, leftStep: usize, panels: usize, target: usize,
  mask: usize, maskStep: usize, gathered: usize, scratch: usize,
): void {
  const strips = scratch + floats(EDGE);
  let rows = batch;
  if (mask) {
    const size = floats(depth);
    rows = 0;
    for (let b = 0; b < batch; b++, left += leftStep, mask += maskStep) {
      if (isMasked(mask)) continue;
      copyRow(left, gathered + <usize>rows * size, size);
      rows++;
    }
    left = gathered;
    leftStep = size;
  }
  packLeft(rows, depth, left, leftStep, 4, strips);
  tiles(rows, columns, depth, strips, panels, target, floats(columns), false, scratch);
}

/**
 * target[batch, columns] = A · B, as in `stepProduct`; rows of masked samples stay as they are.
 *
 * @param gathered memory for A and C
 */
export function stepProductInto(
  batch: i32, columns: i32, depth: i32, left: usize, leftStep: usize, panels: usize, target: usize,
  mask: usize, maskStep: usize, gathered: usize, scratch: usize,
): void {
  const product = mask ? gathered + floats(batch * depth) : target, size = floats(columns);
  stepProduct(batch, columns, depth, left, leftStep, panels, product, mask, maskStep, gathered, scratch);
  if (!mask) return;
  for (let b = 0, row = product; b < batch; b++, target += size, mask += maskStep) {
    if (isMasked(mask)) continue;
    copyRow(row, target, size);
    row += size;
  }
}

/**
 * The states before each step, [batch · time, units], from the outputs and the initial states; with a mask only those before
 * the steps that are not masked, one after another.
 */
export function statesBefore(
  outputs: Pointer, initialState: Pointer, mask: OptionalPointer, target: Pointer, batch: i32, time: i32, units: i32,
): void {
  const u = floats(units);
  for (let b = 0; b < batch; b++, initialState += u) {
    let state: usize = initialState;
    for (let t = 0; t < time; t++, outputs += u) {
      if (mask) {
        const masked = isMasked(mask);
        mask += 4;
        if (masked) continue;
      }
      copyRow(state, target, u);
      target += u;
      state = outputs;
    }
  }
}

/** The rows of x[rows, columns] that are not masked, one after another; returns how many there are. */
export function gatherSteps(x: Pointer, mask: Pointer, target: Pointer, rows: i32, columns: i32): i32 {
  const size = floats(columns), first = target;
  for (let i = 0; i < rows; i++, x += size, mask += 4) {
    if (isMasked(mask)) continue;
    copyRow(x, target, size);
    target += size;
  }
  return size == 0 ? 0 : <i32>((target - first) / size);
}

// @ts-ignore: decorator
@inline
export function one(): v128 {
  return f32x4.splat(1);
}

/** y · (1 − y), the derivative of the logistic function where it is y. */
// @ts-ignore: decorator
@inline
export function sigmoidDerivative(y: v128): v128 {
  return f32x4.mul(y, f32x4.sub(one(), y));
}

/** 1 − y², the derivative of tanh where it is y. */
// @ts-ignore: decorator
@inline
export function tanhDerivative(y: v128): v128 {
  return f32x4.sub(one(), f32x4.mul(y, y));
}
