// A bias for each column and an activation, in one pass, and its gradient by what went in.

import { errorFunctionOf } from '../elementwise/error-function';
import { exponential, hyperbolicTangent, logistic } from '../elementwise/transcendental';
import { choose, floats, flush, storeUpTo } from '../common/vector';

// src/internal/kernels/products/bias-activation.ts has the same numbers.
// @ts-ignore: decorator
@inline
const RELU: i32 = 0;
// @ts-ignore: decorator
@inline
const SIGMOID: i32 = 1;
// @ts-ignore: decorator
@inline
const TANH: i32 = 2;
// @ts-ignore: decorator
@inline
const GELU: i32 = 3;
// @ts-ignore: decorator
@inline
const GELU_TANH: i32 = 4;
// @ts-ignore: decorator
@inline
const SILU: i32 = 5;

/** √(2/π), the same times 0.044715, √½ and 1/√(2π). */
// @ts-ignore: decorator
@inline
const SLOPE: f32 = 0.7978845608;
// @ts-ignore: decorator
@inline
const CUBIC: f32 = 0.0356774081;
// @ts-ignore: decorator
@inline
const ROOT_HALF: f32 = 0.7071067812;
// @ts-ignore: decorator
@inline
const DENSITY: f32 = 0.3989422804;

// @ts-ignore: decorator
@inline
function multiplied(x: v128, factor: f32): v128 {
  return f32x4.mul(x, f32x4.splat(factor));
}

/** Of the activations that are z · gate(z). */
// @ts-ignore: decorator
@inline
function gate(activation: i32, z: v128): v128 {
  if (activation == SILU) return logistic(z);
  const half = f32x4.splat(0.5);
  if (activation == GELU) return f32x4.add(multiplied(errorFunctionOf(multiplied(z, ROOT_HALF)), 0.5), half);
  const bent = f32x4.mul(z, f32x4.add(multiplied(f32x4.mul(z, z), CUBIC), f32x4.splat(SLOPE)));
  return f32x4.add(multiplied(hyperbolicTangent(bent), 0.5), half);
}

// @ts-ignore: decorator
@inline
function gateSlope(activation: i32, z: v128, g: v128): v128 {
  const square = f32x4.mul(z, z);
  if (activation == GELU) return multiplied(exponential(multiplied(square, -0.5)), DENSITY);
  const slope = f32x4.mul(g, f32x4.sub(f32x4.splat(1), g));
  if (activation == SILU) return slope;
  return f32x4.mul(slope, f32x4.add(multiplied(square, 6 * CUBIC), f32x4.splat(2 * SLOPE)));
}

// @ts-ignore: decorator
@inline
function apply(activation: i32, z: v128): v128 {
  if (activation == RELU) return f32x4.max(z, f32x4.splat(0));
  if (activation == SIGMOID) return logistic(z);
  if (activation == TANH) return hyperbolicTangent(z);
  return f32x4.mul(z, gate(activation, z));
}

// @ts-ignore: decorator
@inline
function rows(activation: i32, x: usize, bias: usize, target: usize, count: i32, columns: i32): void {
  const step = floats(columns);
  for (let i = 0; i < count; i++, x += step, target += step) {
    for (let at: usize = 0; at < step; at += 16) {
      storeUpTo(target + at, target + step, flush(apply(activation, f32x4.add(v128.load(x + at), v128.load(bias + at)))));
    }
  }
}

export function biasActivation(activation: i32, x: usize, bias: usize, target: usize, count: i32, columns: i32): void {
  // A branch for each, so that the loop inside knows its activation.
  if (activation == RELU) rows(RELU, x, bias, target, count, columns);
  else if (activation == SIGMOID) rows(SIGMOID, x, bias, target, count, columns);
  else if (activation == TANH) rows(TANH, x, bias, target, count, columns);
  else if (activation == GELU) rows(GELU, x, bias, target, count, columns);
  else if (activation == GELU_TANH) rows(GELU_TANH, x, bias, target, count, columns);
  else rows(SILU, x, bias, target, count, columns);
}

/** The slope times dy: of the first activations from the output y, of those with a gate from the input z. */
// @ts-ignore: decorator
@inline
function slope(activation: i32, dy: v128, known: v128): v128 {
  const zero = f32x4.splat(0), one = f32x4.splat(1);
  if (activation == RELU) return choose(f32x4.ne(known, known), known, v128.and(dy, f32x4.gt(known, zero)));
  if (activation == SIGMOID) return f32x4.mul(dy, f32x4.mul(known, f32x4.sub(one, known)));
  if (activation == TANH) return f32x4.mul(dy, f32x4.sub(one, f32x4.mul(known, known)));
  const g = gate(activation, known);
  return f32x4.mul(dy, f32x4.add(g, f32x4.mul(known, gateSlope(activation, known, g))));
}

// @ts-ignore: decorator
@inline
function slopes(activation: i32, dy: usize, known: usize, bias: usize, target: usize, sums: usize, count: i32, step: usize): void {
  for (; count > 0; count--, dy += step, known += step, target += step) {
    for (let at: usize = 0; at < step; at += 16) {
      let z = v128.load(known + at);
      if (activation >= GELU) z = f32x4.add(z, v128.load(bias + at));
      const dx = flush(slope(activation, v128.load(dy + at), z));
      storeUpTo(target + at, target + step, dx);
      v128.store(sums + at, f32x4.add(v128.load(sums + at), dx));
    }
  }
}

/**
 * @param known the output y, or for activations with a gate the input x, to which `bias` is added
 * @param sums where the sum of each `chunk` rows of the result goes, one after the other, each in whole vectors
 */
export function biasActivationGradient(
  activation: i32, dy: usize, known: usize, bias: usize, target: usize, sums: usize, rows: i32, columns: i32, chunk: i32,
): void {
  const step = floats(columns), next = (step + 15) & ~15;
  for (; rows > 0; rows -= chunk, sums += next) {
    const count = min(chunk, rows), size = <usize>count * step;
    memory.fill(sums, 0, next);
    if (activation == RELU) slopes(RELU, dy, known, bias, target, sums, count, step);
    else if (activation == SIGMOID) slopes(SIGMOID, dy, known, bias, target, sums, count, step);
    else if (activation == TANH) slopes(TANH, dy, known, bias, target, sums, count, step);
    else if (activation == GELU) slopes(GELU, dy, known, bias, target, sums, count, step);
    else if (activation == GELU_TANH) slopes(GELU_TANH, dy, known, bias, target, sums, count, step);
    else slopes(SILU, dy, known, bias, target, sums, count, step);
    dy += size; known += size; target += size;
  }
}
