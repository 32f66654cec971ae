// The step of Adam, in one pass over the elements. Denormals are flushed: moments that decay would end in them, and then
// each step would cost fifty times as much.

import { Pointer } from '../common/types';
import { floats, flush, multiplyAdd, storeUpTo } from '../common/vector';

/**
 * What is the same for all elements is computed once: with r = √correction2 the update is
 * −learningRate · r / correction1 · m / (√v + epsilon · r) − learningRate · weightDecay · parameter. Denormals are flushed
 * as they are stored, so that the divisions do not wait for it.
 *
 * @param learningRate a scalar, as are `correction1` = 1 − beta1ᵗ and `correction2` = 1 − beta2ᵗ
 * @param target the update, or where `apply` is set the updated parameter
 */
export function adamUpdate(
  gradient: Pointer, firstMoment: Pointer, secondMoment: Pointer, parameter: Pointer,
  learningRate: Pointer, correction1: Pointer, correction2: Pointer,
  target: Pointer, nextFirst: Pointer, nextSecond: Pointer, count: i32,
  beta1: f32, oneMinusBeta1: f32, beta2: f32, oneMinusBeta2: f32, epsilon: f32, weightDecay: f32, apply: bool,
): void {
  const b1 = f32x4.splat(beta1), c1 = f32x4.splat(oneMinusBeta1), b2 = f32x4.splat(beta2), c2 = f32x4.splat(oneMinusBeta2);
  const rate = -f32.load(learningRate), root = sqrt<f32>(f32.load(correction2));
  const tiny = f32x4.splat(epsilon * root), decay = f32x4.splat(rate * weightDecay), factor = f32x4.splat(rate * root / f32.load(correction1));
  const mask = apply ? i32x4.splat(-1) : i32x4.splat(0), bytes = floats(count), wide = bytes & ~15;
  let at: usize = 0;
  for (; at < wide; at += 16) {
    const g = v128.load(gradient + at), p = v128.load(parameter + at);
    const m = multiplyAdd(b1, v128.load(firstMoment + at), f32x4.mul(c1, g));
    const v = multiplyAdd(b2, v128.load(secondMoment + at), f32x4.mul(c2, f32x4.mul(g, g)));
    v128.store(target + at, adamNext(m, v, p, factor, tiny, decay, mask));
    v128.store(nextFirst + at, flush(m));
    v128.store(nextSecond + at, flush(v));
  }
  if (at == bytes) return;
  const g = v128.load(gradient + at), p = v128.load(parameter + at);
  const m = multiplyAdd(b1, v128.load(firstMoment + at), f32x4.mul(c1, g));
  const v = multiplyAdd(b2, v128.load(secondMoment + at), f32x4.mul(c2, f32x4.mul(g, g)));
  storeUpTo(target + at, target + bytes, adamNext(m, v, p, factor, tiny, decay, mask));
  storeUpTo(nextFirst + at, nextFirst + bytes, flush(m));
  storeUpTo(nextSecond + at, nextSecond + bytes, flush(v));
}

// @ts-ignore: decorator
@inline
function adamNext(m: v128, v: v128, p: v128, factor: v128, tiny: v128, decay: v128, mask: v128): v128 {
  const change = multiplyAdd(decay, p, f32x4.div(f32x4.mul(m, factor), f32x4.add(f32x4.sqrt(v), tiny)));
  return f32x4.add(v128.and(p, mask), change);
}
