// Winograd's transforms for convolution with 3 × 3 kernels, four channels at a time. A convolution of polynomials is a
// product of their values, here at 0, ±a, ±b and ∞ (the leading coefficient): six values along each axis, and four
// places of the result from each six of the image. With a = √½ and b = √2 the constants are small and about one in size,
// so that the error is twice that of plain sums; with the textbook's 1 and 2 it is five times.
//
// Each pass goes along one axis, from `read` to `write`, whose vectors are `from` and `to` bytes apart.

import { flush } from './vector';

// @ts-ignore: decorator
@inline
const A: f32 = 0.7071067811865476;
// @ts-ignore: decorator
@inline
const B: f32 = 1.4142135623730951;

/** Values along an axis. */
// @ts-ignore: decorator
@inline
export const VALUES: usize = 6;
/** All of them, in two axes. */
// @ts-ignore: decorator
@inline
export const ALL_VALUES: usize = 36;
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
function times(factor: f32, x: v128): v128 {
  return f32x4.mul(f32x4.splat(factor), x);
}

/** Of six places of an image. */
// @ts-ignore: decorator
@inline
function imagePass(read: usize, from: usize, write: usize, to: usize, last: bool): void {
  const d0 = v128.load(read), d1 = v128.load(read + from), d2 = v128.load(read + 2 * from);
  const d3 = v128.load(read + 3 * from), d4 = v128.load(read + 4 * from), d5 = v128.load(read + 5 * from);
  const evenA = subtract(d4, times(2, d2)), oddA = times(A, subtract(d3, times(2, d1)));
  const evenB = subtract(d4, times(0.5, d2)), oddB = times(B, subtract(d3, times(0.5, d1)));
  put(write, subtract(add(d0, d4), times(2.5, d2)), last);
  put(write + to, add(evenA, oddA), last);
  put(write + 2 * to, subtract(evenA, oddA), last);
  put(write + 3 * to, add(evenB, oddB), last);
  put(write + 4 * to, subtract(evenB, oddB), last);
  put(write + 5 * to, subtract(add(d1, d5), times(2.5, d3)), last);
}

/** Of three weights of a kernel, over what the transform of the image is too large by. */
// @ts-ignore: decorator
@inline
function kernelPass(read: usize, from: usize, write: usize, to: usize, last: bool): void {
  const g0 = v128.load(read), g1 = v128.load(read + from), g2 = v128.load(read + 2 * from);
  const evenA = subtract(times(-2.0 / 3, g0), times(1.0 / 3, g2)), oddA = times(-2 * A / 3, g1);
  const evenB = add(times(1.0 / 6, g0), times(1.0 / 3, g2)), oddB = times(B / 6, g1);
  put(write, g0, last);
  put(write + to, add(evenA, oddA), last);
  put(write + 2 * to, subtract(evenA, oddA), last);
  put(write + 3 * to, add(evenB, oddB), last);
  put(write + 4 * to, subtract(evenB, oddB), last);
  put(write + 5 * to, g2, last);
}

/** The same of four slopes, which the kernel's gradient takes for a kernel. */
// @ts-ignore: decorator
@inline
function slopePass(read: usize, from: usize, write: usize, to: usize, last: bool): void {
  const g0 = v128.load(read), g1 = v128.load(read + from), g2 = v128.load(read + 2 * from), g3 = v128.load(read + 3 * from);
  const evenA = subtract(times(-2.0 / 3, g0), times(1.0 / 3, g2)), oddA = times(-A / 3, add(times(2, g1), g3));
  const evenB = add(times(1.0 / 6, g0), times(1.0 / 3, g2)), oddB = times(B / 6, add(g1, times(2, g3)));
  put(write, g0, last);
  put(write + to, add(evenA, oddA), last);
  put(write + 2 * to, subtract(evenA, oddA), last);
  put(write + 3 * to, add(evenB, oddB), last);
  put(write + 4 * to, subtract(evenB, oddB), last);
  put(write + 5 * to, g3, last);
}

/** From the six values of a product to `count` places of the result: 3 or 4. */
// @ts-ignore: decorator
@inline
function productPass(read: usize, from: usize, write: usize, to: usize, count: i32): void {
  const m0 = v128.load(read), m1 = v128.load(read + from), m2 = v128.load(read + 2 * from);
  const m3 = v128.load(read + 3 * from), m4 = v128.load(read + 4 * from), m5 = v128.load(read + 5 * from);
  const evenA = add(m1, m2), oddA = times(A, subtract(m1, m2)), evenB = add(m3, m4), oddB = times(B, subtract(m3, m4));
  const y2 = add(times(0.5, evenA), times(2, evenB));
  v128.store(write, add(m0, add(evenA, evenB)));
  v128.store(write + to, add(oddA, oddB));
  v128.store(write + 2 * to, count == 3 ? add(y2, m5) : y2);
  if (count == 4) v128.store(write + 3 * to, add(add(times(0.5, oddA), times(2, oddB)), m5));
}

// @ts-ignore: decorator
@inline
function put(at: usize, x: v128, last: bool): void {
  v128.store(at, last ? flush(x) : x);
}

/** The values of 6 × 6 places of an image, of which rows and columns are so far apart. */
export function transformImage(image: usize, row: usize, column: usize, values: usize, step: usize, scratch: usize): void {
  for (let i: usize = 0; i < VALUES; i++) imagePass(image + i * column, row, scratch + i * 16, LINE, false);
  for (let i: usize = 0; i < VALUES; i++) imagePass(scratch + i * LINE, 16, values + i * VALUES * step, step, true);
}

/** Those of 3 × 3 weights. */
export function transformKernel(kernel: usize, row: usize, column: usize, values: usize, step: usize, scratch: usize): void {
  for (let i: usize = 0; i < 3; i++) kernelPass(kernel + i * column, row, scratch + i * 16, LINE, false);
  for (let i: usize = 0; i < VALUES; i++) kernelPass(scratch + i * LINE, 16, values + i * VALUES * step, step, true);
}

/** Those of 4 × 4 slopes. */
export function transformSlopes(slopes: usize, row: usize, column: usize, values: usize, step: usize, scratch: usize): void {
  for (let i: usize = 0; i < 4; i++) slopePass(slopes + i * column, row, scratch + i * 16, LINE, false);
  for (let i: usize = 0; i < VALUES; i++) slopePass(scratch + i * LINE, 16, values + i * VALUES * step, step, true);
}

/** 4 × 4 places of the result, in scratch, rows of four. */
export function transformProduct(values: usize, step: usize, scratch: usize): void {
  const between = scratch + 256;
  for (let i: usize = 0; i < VALUES; i++) productPass(values + i * step, VALUES * step, between + i * 16, LINE, 4);
  for (let i: usize = 0; i < 4; i++) productPass(between + i * LINE, 16, scratch + i * 64, 16, 4);
}

/** 3 × 3 places of a kernel's gradient, in scratch, rows of three. */
export function transformGradient(values: usize, step: usize, scratch: usize): void {
  const between = scratch + 256;
  for (let i: usize = 0; i < VALUES; i++) productPass(values + i * step, VALUES * step, between + i * 16, LINE, 3);
  for (let i: usize = 0; i < 3; i++) productPass(between + i * LINE, 16, scratch + i * 48, 16, 3);
}
