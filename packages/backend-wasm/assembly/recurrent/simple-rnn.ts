// Plain recurrences over entire sequences, [batch, time, units].

import { choose, floats, flush, storeUpTo } from '../common/vector';
import { OptionalPointer, Pointer, Scratch } from '../common/types';
import { tanh } from '../elementwise/unary';
import { packRight, TILE_COLUMNS } from '../products/pack';
import { copyRow, isMasked, stepProduct, stepProductInto, sum, tanhDerivative } from './steps';

/**
 * outputs: `SimpleRnnSequence` of `@neurite/ops`.
 *
 * @param state the initial state; with a mask it holds the final one afterwards
 * @param rectify whether the activation is relu, and not tanh
 * @param scratch as `recurrentScratch` says
 */
export function simpleRnnSequence(
  x: Pointer, kernel: Pointer, state: Pointer, mask: OptionalPointer, outputs: Pointer, rectify: bool,
  batch: i32, time: i32, units: i32, scratch: Scratch,
): void {
  const u = floats(units), sample = <usize>time * u, maskStep = floats(time), projected = scratch, gathered = projected + <usize>batch * u;
  const panels = gathered + <usize>batch * u, rest = panels + floats(units * (units + TILE_COLUMNS)), zero = f32x4.splat(0);
  packRight(units, units, kernel, u, 4, panels);
  let stateStep = u;
  for (let t = 0; t < time; t++) {
    const masks = mask ? mask + floats(t) : 0;
    stepProduct(batch, units, units, state, stateStep, panels, projected, masks, maskStep, gathered, rest);
    let row = projected;
    for (let b = 0; b < batch; b++) {
      const step = <usize>(b * time + t) * u, output = outputs + step;
      if (masks && isMasked(masks + <usize>b * maskStep)) {
        memory.fill(output, 0, u);
        continue;
      }
      sum(x + step, row, output, u);
      row += u;
      if (!rectify) tanh(output, output, units);
      for (let j: usize = 0; j < u; j += 16) {
        const h = v128.load(output + j);
        storeUpTo(output + j, output + u, flush(rectify ? f32x4.max(h, zero) : h));
      }
      if (mask) copyRow(output, state + <usize>b * u, u);
    }
    if (mask) continue;
    state = outputs + <usize>t * u;
    stateStep = sample;
  }
}

/**
 * dx of every step, and the gradient by the initial state; that by the kernel is Σ hₜ₋₁ᵀ · dxₜ.
 *
 * @param dState with a mask it holds the gradient by the final state when called
 * @param rectify whether the activation is relu, and not tanh
 * @param scratch as `recurrentScratch` says
 */
export function simpleRnnSequenceGradient(
  dOutputs: Pointer, kernel: Pointer, mask: OptionalPointer, outputs: Pointer, dx: Pointer, dState: Pointer, rectify: bool,
  batch: i32, time: i32, units: i32, scratch: Scratch,
): void {
  const u = floats(units), sample = <usize>time * u, maskStep = floats(time), gathered = scratch;
  const panels = gathered + 2 * <usize>batch * u, rest = panels + floats(units * (units + TILE_COLUMNS)), zero = f32x4.splat(0);
  packRight(units, units, kernel, 4, u, panels);
  if (!mask) memory.fill(dState, 0, <usize>batch * u);
  for (let t = time - 1; t >= 0; t--) {
    const masks = mask ? mask + floats(t) : 0;
    for (let b = 0; b < batch; b++) {
      const step = <usize>(b * time + t) * u, dh = dState + <usize>b * u;
      if (masks && isMasked(masks + <usize>b * maskStep)) {
        memory.fill(dx + step, 0, u);
        continue;
      }
      for (let j: usize = 0; j < u; j += 16) {
        const h = v128.load(outputs + step + j), byState = f32x4.add(v128.load(dOutputs + step + j), v128.load(dh + j));
        const d = rectify ? choose(f32x4.ne(h, h), h, v128.and(byState, f32x4.gt(h, zero))) : f32x4.mul(byState, tanhDerivative(h));
        storeUpTo(dx + step + j, dx + step + u, flush(d));
      }
    }
    stepProductInto(batch, units, units, dx + <usize>t * u, sample, panels, dState, masks, maskStep, gathered, rest);
  }
}
