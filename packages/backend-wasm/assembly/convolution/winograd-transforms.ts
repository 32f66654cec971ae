// Winograd's transforms for convolution with kernels of 3 × 3 or 1 × 3, four channels at a time. A convolution of polynomials
// is a product of their values, here at 0, ±a, ±b and ∞ (the leading coefficient): six values along each axis, and four
// elements of the result from each six of the image. Kernels of one row have values along rows only. With a = √½ and b = √2 the constants are about 1, so that the error
// is two to three times that of direct convolution; with the textbook's 1 and 2 it is four to five times.
//
// Each pass goes along one axis, from `read` to `write`, whose vectors are `from` and `to` bytes apart.

import { flush, multiplyAdd } from '../common/vector';

// @ts-ignore: decorator
@inline
const A: f32 = 0.7071067811865476;
// @ts-ignore: decorator
@inline
const B: f32 = 1.4142135623730951;

// Mutable globals for the reason given in elementwise/transcendental.ts.
let ROOT_OF_HALF: v128 = f32x4.splat(A);
let ROOT_OF_TWO: v128 = f32x4.splat(B);
let TWO: v128 = f32x4.splat(2);
let HALF: v128 = f32x4.splat(0.5);
let MINUS_TWO: v128 = f32x4.splat(-2);
let MINUS_HALF: v128 = f32x4.splat(-0.5);
let MINUS_FIVE_HALVES: v128 = f32x4.splat(-2.5);
let MINUS_TWO_THIRDS: v128 = f32x4.splat(-2.0 / 3);
let THIRD: v128 = f32x4.splat(1.0 / 3);
let MINUS_THIRD: v128 = f32x4.splat(-1.0 / 3);
let SIXTH: v128 = f32x4.splat(1.0 / 6);
let MINUS_TWO_THIRDS_OF_A: v128 = f32x4.splat(-2 * A / 3);
let MINUS_THIRD_OF_A: v128 = f32x4.splat(-A / 3);
let SIXTH_OF_B: v128 = f32x4.splat(B / 6);

/** Values along an axis. */
// @ts-ignore: decorator
@inline
export const VALUES: usize = 6;
// @ts-ignore: decorator
@inline
const LINE: usize = 16 * VALUES;

// @ts-ignore: decorator
@inline
function add(a: v128, b: v128): v128 {
  return f32x4.add(a, b);
}

// @ts-ignore: decorator
@inline
function subtract(a: v128, b: v128): v128 {
  return f32x4.sub(a, b);
}

// @ts-ignore: decorator
@inline
function times(a: v128, b: v128): v128 {
  return f32x4.mul(a, b);
}

/** The largest magnitudes, in each lane, of the images that were transformed since it was 0; as bits, so that NaN is the largest. */
export let largest: v128 = i32x4.splat(0);
let SIGNLESS: v128 = i32x4.splat(0x7fffffff);

export function forgetLargest(): void {
  largest = i32x4.splat(0);
}

/** The larger magnitudes of two. */
// @ts-ignore: decorator
@inline
function larger(a: v128, b: v128): v128 {
  return i32x4.max_s(v128.and(a, SIGNLESS), v128.and(b, SIGNLESS));
}

/** From six elements of an image; where `watched`, `largest` counts them. */
// @ts-ignore: decorator
@inline
function imagePass(read: usize, from: usize, write: usize, to: usize, watched: bool): void {
  const d0 = v128.load(read), d1 = v128.load(read + from), d2 = v128.load(read + 2 * from);
  const d3 = v128.load(read + 3 * from), d4 = v128.load(read + 4 * from), d5 = v128.load(read + 5 * from);
  if (watched) largest = i32x4.max_s(largest, i32x4.max_s(larger(d0, d1), i32x4.max_s(larger(d2, d3), larger(d4, d5))));
  v128.store(write, multiplyAdd(MINUS_FIVE_HALVES, d2, add(d0, d4)));
  v128.store(write + 5 * to, multiplyAdd(MINUS_FIVE_HALVES, d3, add(d1, d5)));
  storeBoth(write + to, to, multiplyAdd(MINUS_TWO, d2, d4), times(ROOT_OF_HALF, multiplyAdd(MINUS_TWO, d1, d3)));
  storeBoth(write + 3 * to, to, multiplyAdd(MINUS_HALF, d2, d4), times(ROOT_OF_TWO, multiplyAdd(MINUS_HALF, d1, d3)));
}

/** From three weights of a kernel, divided by what the transform of the image is scaled by. */
// @ts-ignore: decorator
@inline
function kernelPass(read: usize, from: usize, write: usize, to: usize): void {
  const g0 = flush(v128.load(read)), g1 = flush(v128.load(read + from)), g2 = flush(v128.load(read + 2 * from));
  v128.store(write, g0);
  v128.store(write + 5 * to, g2);
  storeBoth(write + to, to, multiplyAdd(MINUS_TWO_THIRDS, g0, times(MINUS_THIRD, g2)), times(MINUS_TWO_THIRDS_OF_A, g1));
  storeBoth(write + 3 * to, to, multiplyAdd(SIXTH, g0, times(THIRD, g2)), times(SIXTH_OF_B, g1));
}

/** The same from four elements of dy, which is the kernel in the convolution for the filter's gradient. */
// @ts-ignore: decorator
@inline
function gradientPass(read: usize, from: usize, write: usize, to: usize): void {
  const g0 = v128.load(read), g1 = v128.load(read + from), g2 = v128.load(read + 2 * from), g3 = v128.load(read + 3 * from);
  v128.store(write, g0);
  v128.store(write + 5 * to, g3);
  const oddA = times(MINUS_THIRD_OF_A, multiplyAdd(TWO, g1, g3)), oddB = times(SIXTH_OF_B, multiplyAdd(TWO, g3, g1));
  storeBoth(write + to, to, multiplyAdd(MINUS_TWO_THIRDS, g0, times(MINUS_THIRD, g2)), oddA);
  storeBoth(write + 3 * to, to, multiplyAdd(SIXTH, g0, times(THIRD, g2)), oddB);
}

/** The values at a point and at its negative. */
// @ts-ignore: decorator
@inline
function storeBoth(write: usize, to: usize, even: v128, odd: v128): void {
  v128.store(write, add(even, odd));
  v128.store(write + to, subtract(even, odd));
}

/** From the six values of a product to four elements of the result; `last` is the weight of the last value in the third. */
// @ts-ignore: decorator
@inline
function productPass(read: usize, from: usize, write: usize, to: usize, last: v128): void {
  const m0 = v128.load(read), m1 = v128.load(read + from), m2 = v128.load(read + 2 * from);
  const m3 = v128.load(read + 3 * from), m4 = v128.load(read + 4 * from), m5 = v128.load(read + 5 * from);
  const evenA = add(m1, m2), oddA = times(ROOT_OF_HALF, subtract(m1, m2)), evenB = add(m3, m4), oddB = times(ROOT_OF_TWO, subtract(m3, m4));
  v128.store(write, add(m0, add(evenA, evenB)));
  v128.store(write + to, add(oddA, oddB));
  v128.store(write + 2 * to, multiplyAdd(last, m5, multiplyAdd(HALF, evenA, times(TWO, evenB))));
  v128.store(write + 3 * to, multiplyAdd(HALF, oddA, multiplyAdd(TWO, oddB, m5)));
}

/**
 * The values of 6 × 6 elements of an image; `row` and `column` are their strides in bytes.
 *
 * @param flat whether they are six elements of one row; here and below
 */
export function transformImage(flat: bool, image: usize, row: usize, column: usize, values: usize, step: usize, scratch: usize): void {
  if (flat) {
    imagePass(image, column, values, step, false);
    return;
  }
  for (let i: usize = 0; i < VALUES; i++) imagePass(image + i * column, row, scratch + i * 16, LINE, false);
  for (let i: usize = 0; i < VALUES; i++) imagePass(scratch + i * LINE, 16, values + i * VALUES * step, step, false);
}

/** The same, and `largest` counts the elements. */
export function transformWatched(flat: bool, image: usize, row: usize, column: usize, values: usize, step: usize, scratch: usize): void {
  if (flat) {
    imagePass(image, column, values, step, true);
    return;
  }
  for (let i: usize = 0; i < VALUES; i++) imagePass(image + i * column, row, scratch + i * 16, LINE, true);
  for (let i: usize = 0; i < VALUES; i++) imagePass(scratch + i * LINE, 16, values + i * VALUES * step, step, false);
}

/** The values of 3 × 3 weights. */
export function transformKernel(flat: bool, kernel: usize, row: usize, column: usize, values: usize, step: usize, scratch: usize): void {
  if (flat) {
    kernelPass(kernel, column, values, step);
    return;
  }
  for (let i: usize = 0; i < 3; i++) kernelPass(kernel + i * column, row, scratch + i * 16, LINE);
  for (let i: usize = 0; i < VALUES; i++) kernelPass(scratch + i * LINE, 16, values + i * VALUES * step, step);
}

/** The values of 4 × 4 elements of dy. */
export function transformGradients(flat: bool, gradients: usize, row: usize, column: usize, values: usize, step: usize, scratch: usize): void {
  if (flat) {
    gradientPass(gradients, column, values, step);
    return;
  }
  for (let i: usize = 0; i < 4; i++) gradientPass(gradients + i * column, row, scratch + i * 16, LINE);
  for (let i: usize = 0; i < VALUES; i++) gradientPass(scratch + i * LINE, 16, values + i * VALUES * step, step);
}

/** 4 × 4 elements of the result, in scratch, in rows of four. For a filter's gradient `last` is 1, and the first 3 × 3 count. */
export function transformProduct(flat: bool, values: usize, step: usize, scratch: usize, last: f32): void {
  const between = scratch + 256, weight = f32x4.splat(last);
  if (flat) {
    productPass(values, step, scratch, 16, weight);
    return;
  }
  for (let i: usize = 0; i < VALUES; i++) productPass(values + i * step, VALUES * step, between + i * 16, LINE, weight);
  for (let i: usize = 0; i < 4; i++) productPass(between + i * LINE, 16, scratch + i * 64, 16, weight);
}
