// A bias for each column and an activation in one pass, and the gradients by input and bias.

import { Memory, OptionalPointer, Pointer } from '../common/types';
import { choose, floats, flush, storeUpTo } from '../common/vector';
import { errorFunctionOf } from '../elementwise/error-function';
import { exponential, hyperbolicTangent, logistic } from '../elementwise/transcendental';

/** The activations of `@neurite/ops`. Those from `gelu` on are z · gate(z), and their gradients need z. */
export const enum ActivationCode { relu, sigmoid, tanh, gelu, geluTanh, silu }

/** √(2/π), the same times 0.044715, √½ and 1/√(2π). */
// @ts-ignore: decorator
@inline
const LINEAR: f32 = 0.7978845608;
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

/** The gate of an activation that is z · gate(z). */
// @ts-ignore: decorator
@inline
function gate(activation: ActivationCode, z: v128): v128 {
  if (activation == ActivationCode.silu) return logistic(z);
  const half = f32x4.splat(0.5);
  if (activation == ActivationCode.gelu) return f32x4.add(multiplied(errorFunctionOf(multiplied(z, ROOT_HALF)), 0.5), half);
  const bent = f32x4.mul(z, f32x4.add(multiplied(f32x4.mul(z, z), CUBIC), f32x4.splat(LINEAR)));
  return f32x4.add(multiplied(hyperbolicTangent(bent), 0.5), half);
}

/** The derivative of the gate; g is its value. */
// @ts-ignore: decorator
@inline
function gateDerivative(activation: ActivationCode, z: v128, g: v128): v128 {
  const square = f32x4.mul(z, z);
  if (activation == ActivationCode.gelu) return multiplied(exponential(multiplied(square, -0.5)), DENSITY);
  const derivative = f32x4.mul(g, f32x4.sub(f32x4.splat(1), g));
  if (activation == ActivationCode.silu) return derivative;
  return f32x4.mul(derivative, f32x4.add(multiplied(square, 6 * CUBIC), f32x4.splat(2 * LINEAR)));
}

// @ts-ignore: decorator
@inline
function apply(activation: ActivationCode, z: v128): v128 {
  if (activation == ActivationCode.relu) return f32x4.max(z, f32x4.splat(0));
  if (activation == ActivationCode.sigmoid) return logistic(z);
  if (activation == ActivationCode.tanh) return hyperbolicTangent(z);
  return f32x4.mul(z, gate(activation, z));
}

// @ts-ignore: decorator
@inline
function rows(activation: ActivationCode, x: usize, bias: usize, target: usize, count: i32, columns: i32): void {
  const step = floats(columns);
  for (let i = 0; i < count; i++, x += step, target += step) {
    for (let at: usize = 0; at < step; at += 16) {
      storeUpTo(target + at, target + step, flush(apply(activation, f32x4.add(v128.load(x + at), v128.load(bias + at)))));
    }
  }
}

/** target[count, columns] = activation(x + bias) */
export function biasActivation(activation: ActivationCode, x: Pointer, bias: Pointer, target: Pointer, count: i32, columns: i32): void {
  // A branch for each code, so that the loop inside knows its activation.
  if (activation == ActivationCode.relu) rows(ActivationCode.relu, x, bias, target, count, columns);
  else if (activation == ActivationCode.sigmoid) rows(ActivationCode.sigmoid, x, bias, target, count, columns);
  else if (activation == ActivationCode.tanh) rows(ActivationCode.tanh, x, bias, target, count, columns);
  else if (activation == ActivationCode.gelu) rows(ActivationCode.gelu, x, bias, target, count, columns);
  else if (activation == ActivationCode.geluTanh) rows(ActivationCode.geluTanh, x, bias, target, count, columns);
  else rows(ActivationCode.silu, x, bias, target, count, columns);
}

/** dy times the derivative: from the output y, or for an activation with a gate from its input z. */
// @ts-ignore: decorator
@inline
function gradient(activation: ActivationCode, dy: v128, known: v128): v128 {
  const zero = f32x4.splat(0), one = f32x4.splat(1);
  if (activation == ActivationCode.relu) return choose(f32x4.ne(known, known), known, v128.and(dy, f32x4.gt(known, zero)));
  if (activation == ActivationCode.sigmoid) return f32x4.mul(dy, f32x4.mul(known, f32x4.sub(one, known)));
  if (activation == ActivationCode.tanh) return f32x4.mul(dy, f32x4.sub(one, f32x4.mul(known, known)));
  const g = gate(activation, known);
  return f32x4.mul(dy, f32x4.add(g, f32x4.mul(known, gateDerivative(activation, known, g))));
}

// @ts-ignore: decorator
@inline
function gradients(activation: ActivationCode, dy: usize, known: usize, bias: usize, target: usize, sums: usize, count: i32, step: usize): void {
  for (; count > 0; count--, dy += step, known += step, target += step) {
    for (let at: usize = 0; at < step; at += 16) {
      let z = v128.load(known + at);
      if (activation >= ActivationCode.gelu) z = f32x4.add(z, v128.load(bias + at));
      const dx = flush(gradient(activation, v128.load(dy + at), z));
      storeUpTo(target + at, target + step, dx);
      v128.store(sums + at, f32x4.add(v128.load(sums + at), dx));
    }
  }
}

/**
 * The gradient by x, and partial sums of it for the gradient by the bias.
 *
 * @param known the output y, or for an activation with a gate the input x, to which `bias` is added
 * @param sums [rows / chunk, columns rounded up to 4]: the sum of each `chunk` rows of the result
 */
export function biasActivationGradient(
  activation: ActivationCode, dy: Pointer, known: Pointer, bias: OptionalPointer, target: Pointer, sums: Memory, rows: i32, columns: i32, chunk: i32,
): void {
  const step = floats(columns), next = (step + 15) & ~15;
  for (; rows > 0; rows -= chunk, sums += next) {
    const count = min(chunk, rows), size = <usize>count * step;
    memory.fill(sums, 0, next);
    if (activation == ActivationCode.relu) gradients(ActivationCode.relu, dy, known, bias, target, sums, count, step);
    else if (activation == ActivationCode.sigmoid) gradients(ActivationCode.sigmoid, dy, known, bias, target, sums, count, step);
    else if (activation == ActivationCode.tanh) gradients(ActivationCode.tanh, dy, known, bias, target, sums, count, step);
    else if (activation == ActivationCode.gelu) gradients(ActivationCode.gelu, dy, known, bias, target, sums, count, step);
    else if (activation == ActivationCode.geluTanh) gradients(ActivationCode.geluTanh, dy, known, bias, target, sums, count, step);
    else gradients(ActivationCode.silu, dy, known, bias, target, sums, count, step);
    dy += size; known += size; target += size;
  }
}
