// The step of gradient descent with momentum, in one pass over the elements. Denormals are flushed, as in adam.ts.

import { OptionalPointer, Pointer } from '../common/types';
import { floats, flush, storeUpTo } from '../common/vector';

/**
 * Products and sums are rounded separately, as in the step that is composed of operations.
 *
 * @param velocity 0 without momentum; then `nextVelocity` is 0 too
 * @param target the update, or where `apply` is set the updated parameter
 */
export function sgdUpdate(
  gradient: Pointer, velocity: OptionalPointer, parameter: Pointer, learningRate: Pointer, target: Pointer, nextVelocity: OptionalPointer, count: i32,
  momentum: f32, nesterov: bool, weightDecay: f32, apply: bool,
): void {
  const mu = f32x4.splat(momentum), factor = f32x4.neg(v128.load_splat<f32>(learningRate)), decay = f32x4.splat(weightDecay);
  const mask = apply ? i32x4.splat(-1) : i32x4.splat(0), bytes = floats(count);
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
    storeUpTo(target + at, target + bytes, f32x4.add(v128.and(p, mask), flush(f32x4.mul(factor, direction))));
  }
}
