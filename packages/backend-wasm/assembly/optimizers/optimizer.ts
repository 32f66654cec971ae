// Optimizer steps and other training kernels, one pass over the numbers each. Denormals are flushed: moments that fade
// away would end in them, and then every step costs fifty times as much.

import { choose, floats, flush, multiplyAdd, storeUpTo } from '../common/vector';

/**
 * `learningRate`, `correction1` and `correction2` are the addresses of one number each.
 *
 * What does not change from number to number is taken together beforehand: with r = √correction2 the change is
 * −learningRate · r / correction1 · m / (√v + epsilon · r) − learningRate · weightDecay · parameter. Denormals are taken
 * out only on the way to the memory, because the divisions should not wait for it.
 *
 * @param target the change of the parameter, or where `apply` is set the next parameter
 */
export function adamUpdate(
  gradient: usize, firstMoment: usize, secondMoment: usize, parameter: usize,
  learningRate: usize, correction1: usize, correction2: usize,
  target: usize, nextFirst: usize, nextSecond: usize, count: i32,
  beta1: f32, oneMinusBeta1: f32, beta2: f32, oneMinusBeta2: f32, epsilon: f32, weightDecay: f32, apply: bool,
): void {
  const b1 = f32x4.splat(beta1), c1 = f32x4.splat(oneMinusBeta1), b2 = f32x4.splat(beta2), c2 = f32x4.splat(oneMinusBeta2);
  const rate = -f32.load(learningRate), root = sqrt<f32>(f32.load(correction2));
  const tiny = f32x4.splat(epsilon * root), decay = f32x4.splat(rate * weightDecay), down = f32x4.splat(rate * root / f32.load(correction1));
  const kept = apply ? i32x4.splat(-1) : i32x4.splat(0), bytes = floats(count), wholes = bytes & ~15;
  let at: usize = 0;
  for (; at < wholes; at += 16) {
    const g = v128.load(gradient + at), p = v128.load(parameter + at);
    const m = multiplyAdd(b1, v128.load(firstMoment + at), f32x4.mul(c1, g));
    const v = multiplyAdd(b2, v128.load(secondMoment + at), f32x4.mul(c2, f32x4.mul(g, g)));
    v128.store(target + at, adamNext(m, v, p, down, tiny, decay, kept));
    v128.store(nextFirst + at, flush(m));
    v128.store(nextSecond + at, flush(v));
  }
  if (at == bytes) return;
  const g = v128.load(gradient + at), p = v128.load(parameter + at);
  const m = multiplyAdd(b1, v128.load(firstMoment + at), f32x4.mul(c1, g));
  const v = multiplyAdd(b2, v128.load(secondMoment + at), f32x4.mul(c2, f32x4.mul(g, g)));
  storeUpTo(target + at, target + bytes, adamNext(m, v, p, down, tiny, decay, kept));
  storeUpTo(nextFirst + at, nextFirst + bytes, flush(m));
  storeUpTo(nextSecond + at, nextSecond + bytes, flush(v));
}

// @ts-ignore: decorator
@inline
function adamNext(m: v128, v: v128, p: v128, down: v128, tiny: v128, decay: v128, kept: v128): v128 {
  const change = multiplyAdd(decay, p, f32x4.div(f32x4.mul(m, down), f32x4.add(f32x4.sqrt(v), tiny)));
  return f32x4.add(v128.and(p, kept), change);
}

/**
 * Products and sums are rounded one by one, as where the step is composed of operations.
 *
 * @param velocity 0 without momentum; then there is no next one either
 * @param target the change of the parameter, or where `apply` is set the next parameter
 */
export function sgdUpdate(
  gradient: usize, velocity: usize, parameter: usize, learningRate: usize, target: usize, nextVelocity: usize, count: i32,
  momentum: f32, nesterov: bool, weightDecay: f32, apply: bool,
): void {
  const mu = f32x4.splat(momentum), down = f32x4.neg(v128.load_splat<f32>(learningRate)), decay = f32x4.splat(weightDecay);
  const kept = apply ? i32x4.splat(-1) : i32x4.splat(0), bytes = floats(count);
  for (let at: usize = 0; at < bytes; at += 16) {
    const p = v128.load(parameter + at);
    let g = v128.load(gradient + at);
    if (weightDecay != 0) g = f32x4.add(g, f32x4.mul(p, decay));
    let direction = g;
    if (velocity) {
      const v = flush(f32x4.add(f32x4.mul(mu, v128.load(velocity + at)), g));
      storeUpTo(nextVelocity + at, nextVelocity + bytes, v);
      direction = nesterov ? f32x4.add(g, f32x4.mul(mu, v)) : v;
    }
    storeUpTo(target + at, target + bytes, f32x4.add(v128.and(p, kept), flush(f32x4.mul(down, direction))));
  }
}

/** target = y > 0 ? dy : 0; not a number where y is none. */
export function reluGradient(dy: usize, y: usize, target: usize, count: i32): void {
  const zero = f32x4.splat(0), end = target + floats(count);
  for (; target < end; dy += 16, y += 16, target += 16) {
    const gate = v128.load(y);
    storeUpTo(target, end, choose(f32x4.ne(gate, gate), gate, v128.and(v128.load(dy), f32x4.gt(gate, zero))));
  }
}

/** target = (x − mean) · scale / √(variance + epsilon) + offset over the last axis; `factors` is scratch for one row. */
export function batchNormalization(
  x: usize, mean: usize, variance: usize, offset: usize, scale: usize, target: usize, rows: i32, columns: i32, epsilon: f32, factors: usize,
): void {
  const step = floats(columns), tiny = f32x4.splat(epsilon);
  for (let i: usize = 0; i < step; i += 16) {
    const k = f32x4.div(scale ? v128.load(scale + i) : f32x4.splat(1), f32x4.sqrt(f32x4.add(v128.load(variance + i), tiny)));
    v128.store(factors + i, k);
  }
  const zero = f32x4.splat(0);
  for (let row = 0; row < rows; row++, x += step, target += step) {
    for (let i: usize = 0; i < step; i += 16) {
      const centred = f32x4.mul(f32x4.sub(v128.load(x + i), v128.load(mean + i)), v128.load(factors + i));
      storeUpTo(target + i, target + step, f32x4.add(centred, offset ? v128.load(offset + i) : zero));
    }
  }
}
