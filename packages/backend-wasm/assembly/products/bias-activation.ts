// A bias for each column and an activation, and the gradients by input and bias.

import { Memory, OptionalPointer, Pointer } from '../common/types';
import { choose, floats, flush, multiplyAdd, storeUpTo } from '../common/vector';
import { exponentials, ExponentialUse, negativeExponentialInPairs } from '../elementwise/transcendental';
import { sigmoid, tanh } from '../elementwise/unary';

/** The activations of `@neurite/ops`. Those from `gelu` on are z · gate(z), and their gradients need z. */
export const enum ActivationCode { relu, sigmoid, tanh, gelu, geluTanh, silu, hardSwish }

/** What a loop over rows makes of z = x + bias, and of what the target holds. */
const enum Pass { Sum, Bend, Relu, Gelu, HardSwish, TimesHalf }

/** About so many floats stay in the first-level cache from one pass over them to the next. */
// @ts-ignore: decorator
@inline
const BLOCK: i32 = 2048;

/** √(2/π), the same times 0.044715, and 1/√(2π). */
// @ts-ignore: decorator
@inline
const LINEAR: f32 = 0.7978845608;
// @ts-ignore: decorator
@inline
const CUBIC: f32 = 0.0356774081;
// @ts-ignore: decorator
@inline
const DENSITY: f32 = 0.3989422804;

// Φ(−a) = e^(−a²/2) · t · p(t) with t = 1 / (1 + 0.3 a): p by a minimax polynomial; relative error 1.2e-7.
let TAIL_SCALE: v128 = f32x4.splat(0.3);
let TAIL_0: v128 = f32x4.splat(0.119625166);
let TAIL_1: v128 = f32x4.splat(0.120816882);
let TAIL_2: v128 = f32x4.splat(0.0995231345);
let TAIL_3: v128 = f32x4.splat(0.129843165);
let TAIL_4: v128 = f32x4.splat(-0.0560953674);
let TAIL_5: v128 = f32x4.splat(0.208963988);
let TAIL_6: v128 = f32x4.splat(-0.158713233);
let TAIL_7: v128 = f32x4.splat(0.0360362041);
let ONE: v128 = f32x4.splat(1);
let MINUS_HALF: v128 = f32x4.splat(-0.5);
let HALF: v128 = f32x4.splat(0.5);
let SIXTH: v128 = f32x4.splat(1 / 6);
let THREE: v128 = f32x4.splat(3);

// @ts-ignore: decorator
@inline
function multiplied(x: v128, factor: f32): v128 {
  return f32x4.mul(x, f32x4.splat(factor));
}

/** e^(−z²/2). */
// @ts-ignore: decorator
@inline
function bell(z: v128): v128 {
  return negativeExponentialInPairs(f32x4.mul(f32x4.mul(z, z), MINUS_HALF));
}

/** The distribution function Φ of the standard normal distribution; e is the bell at z. */
// @ts-ignore: decorator
@inline
function distribution(z: v128, e: v128): v128 {
  const t = f32x4.div(ONE, multiplyAdd(f32x4.abs(z), TAIL_SCALE, ONE)), square = f32x4.mul(t, t);
  // In pairs, which do not wait for one another.
  const low = multiplyAdd(multiplyAdd(TAIL_3, t, TAIL_2), square, multiplyAdd(TAIL_1, t, TAIL_0));
  const high = multiplyAdd(multiplyAdd(TAIL_7, t, TAIL_6), square, multiplyAdd(TAIL_5, t, TAIL_4));
  const tail = f32x4.mul(f32x4.mul(multiplyAdd(high, f32x4.mul(square, square), low), t), e);
  return choose(f32x4.gt(z, f32x4.splat(0)), f32x4.sub(ONE, tail), tail);
}

/** The gate of `geluTanh` from the hyperbolic tangent. */
// @ts-ignore: decorator
@inline
function half(t: v128): v128 {
  return f32x4.add(multiplied(t, 0.5), f32x4.splat(0.5));
}

/** The gate of `hardSwish`: z / 6 + 1/2, from 0 to 1. NaN stays NaN. */
// @ts-ignore: decorator
@inline
function ramp(z: v128): v128 {
  return f32x4.pmin(f32x4.pmax(multiplyAdd(z, SIXTH, HALF), f32x4.splat(0)), ONE);
}

// @ts-ignore: decorator
@inline
function passed(pass: Pass, z: v128, target: usize): v128 {
  if (pass == Pass.Bend) return f32x4.mul(z, f32x4.add(multiplied(f32x4.mul(z, z), CUBIC), f32x4.splat(LINEAR)));
  if (pass == Pass.Relu) return f32x4.max(z, f32x4.splat(0));
  if (pass == Pass.Gelu) return f32x4.mul(z, distribution(z, bell(z)));
  if (pass == Pass.HardSwish) return f32x4.mul(z, ramp(z));
  if (pass == Pass.TimesHalf) return f32x4.mul(z, half(v128.load(target)));
  return z;
}

// @ts-ignore: decorator
@inline
function loop(pass: Pass, x: usize, bias: usize, target: usize, count: i32, step: usize): void {
  for (; count > 0; count--, x += step, target += step) {
    for (let at: usize = 0; at < step; at += 16) {
      storeUpTo(target + at, target + step, flush(passed(pass, f32x4.add(v128.load(x + at), v128.load(bias + at)), target + at)));
    }
  }
}

/** The sigmoid, the hyperbolic tangent, or that in the gate of `geluTanh`, as passes over a block. */
function gates(activation: ActivationCode, x: usize, bias: usize, target: usize, count: i32, step: usize): void {
  if (activation == ActivationCode.geluTanh) loop(Pass.Bend, x, bias, target, count, step);
  else loop(Pass.Sum, x, bias, target, count, step);
  const size = count * <i32>(step >> 2);
  if (activation == ActivationCode.sigmoid) sigmoid(target, target, size);
  else tanh(target, target, size);
}

/** Rows that are passed over at a time. */
// @ts-ignore: decorator
@inline
function rowsOfBlock(columns: i32): i32 {
  return max(1, BLOCK / max(1, columns));
}

/** All rows, where the pairs of vectors in the loop over e^x do not lie in two of them; else one. */
// @ts-ignore: decorator
@inline
function rowsAtOnce(count: i32, step: usize): i32 {
  return (step & 31) == 0 ? count : 1;
}

/** target[count, columns] = activation(x + bias) */
export function biasActivation(activation: ActivationCode, x: Pointer, bias: Pointer, target: Pointer, count: i32, columns: i32): void {
  const step = floats(columns);
  if (activation == ActivationCode.relu) loop(Pass.Relu, x, bias, target, count, step);
  else if (activation == ActivationCode.gelu) loop(Pass.Gelu, x, bias, target, count, step);
  else if (activation == ActivationCode.hardSwish) loop(Pass.HardSwish, x, bias, target, count, step);
  else if (activation == ActivationCode.silu) {
    for (const rows = rowsAtOnce(count, step); count > 0; count -= rows, x += <usize>rows * step, target += <usize>rows * step) {
      exponentials(ExponentialUse.Silu, x, target, rows * columns, 0, bias, step);
    }
  } else {
    for (const most = rowsOfBlock(columns); count > 0; count -= most, x += <usize>most * step, target += <usize>most * step) {
      const rows = min(most, count);
      gates(activation, x, bias, target, rows, step);
      if (activation == ActivationCode.geluTanh) loop(Pass.TimesHalf, x, bias, target, rows, step);
    }
  }
}

/** dy times the derivative: from the output y, or from z, for `geluTanh` beside what `gates` made at the target. */
// @ts-ignore: decorator
@inline
function gradient(activation: ActivationCode, dy: v128, known: v128, target: usize): v128 {
  if (activation == ActivationCode.relu) return choose(f32x4.ne(known, known), known, v128.and(dy, f32x4.gt(known, f32x4.splat(0))));
  if (activation == ActivationCode.sigmoid) return f32x4.mul(dy, f32x4.mul(known, f32x4.sub(ONE, known)));
  if (activation == ActivationCode.tanh) return f32x4.mul(dy, f32x4.sub(ONE, f32x4.mul(known, known)));
  let gate: v128, derivative: v128;
  if (activation == ActivationCode.gelu) {
    const e = bell(known);
    gate = distribution(known, e);
    derivative = multiplied(e, DENSITY);
  } else if (activation == ActivationCode.hardSwish) {
    gate = ramp(known);
    derivative = v128.and(SIXTH, f32x4.lt(f32x4.abs(known), THREE));
  } else {
    gate = half(v128.load(target));
    derivative = f32x4.mul(f32x4.mul(gate, f32x4.sub(ONE, gate)), f32x4.add(multiplied(f32x4.mul(known, known), 6 * CUBIC), f32x4.splat(2 * LINEAR)));
  }
  return f32x4.mul(dy, f32x4.add(gate, f32x4.mul(known, derivative)));
}

// @ts-ignore: decorator
@inline
function gradients(activation: ActivationCode, dy: usize, known: usize, bias: usize, target: usize, sums: usize, count: i32, step: usize): void {
  for (; count > 0; count--, dy += step, known += step, target += step) {
    for (let at: usize = 0; at < step; at += 16) {
      let z = v128.load(known + at);
      if (activation >= ActivationCode.gelu) z = f32x4.add(z, v128.load(bias + at));
      const dx = flush(gradient(activation, v128.load(dy + at), z, target + at));
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
  const most = activation == ActivationCode.geluTanh ? rowsOfBlock(columns) : chunk;
  for (; rows > 0; rows -= chunk, sums += next) {
    memory.fill(sums, 0, next);
    for (let left = min(chunk, rows); left > 0; left -= most) {
      const count = min(most, left), size = <usize>count * step;
      if (activation == ActivationCode.relu) gradients(ActivationCode.relu, dy, known, bias, target, sums, count, step);
      else if (activation == ActivationCode.sigmoid) gradients(ActivationCode.sigmoid, dy, known, bias, target, sums, count, step);
      else if (activation == ActivationCode.tanh) gradients(ActivationCode.tanh, dy, known, bias, target, sums, count, step);
      else if (activation == ActivationCode.gelu) gradients(ActivationCode.gelu, dy, known, bias, target, sums, count, step);
      else if (activation == ActivationCode.hardSwish) gradients(ActivationCode.hardSwish, dy, known, bias, target, sums, count, step);
      else if (activation == ActivationCode.geluTanh) {
        gates(activation, known, bias, target, count, step);
        gradients(ActivationCode.geluTanh, dy, known, bias, target, sums, count, step);
      } else {
        const rows = rowsAtOnce(count, step);
        for (let at: usize = 0; at < size; at += <usize>rows * step) {
          exponentials(ExponentialUse.SiluGradient, known + at, target + at, rows * columns, 0, bias, step, dy + at, sums);
        }
      }
      dy += size; known += size; target += size;
    }
  }
}
