// Gated recurrent units over entire sequences, [batch, time, …].

import { OptionalPointer, Pointer, Scratch } from '../common/types';
import { floats, flush, multiplyAdd, storeUpTo } from '../common/vector';
import { sigmoid, tanh } from '../elementwise/unary';
import { packRight, TILE_COLUMNS } from '../products/pack';
import { copyRow, isMasked, one, sigmoidDerivative, stepProduct, stepProductInto, sum, tanhDerivative } from './steps';

/**
 * gates = [r, z, n, s of n] of every step, and outputs: `GruSequence` of `@neurite/ops`.
 *
 * @param state the initial state; with a mask it holds the final one afterwards
 * @param scratch as `recurrentScratch` says
 */
export function gruSequence(
  x: Pointer, kernel: Pointer, bias: Pointer, state: Pointer, mask: OptionalPointer, outputs: Pointer, gates: Pointer,
  batch: i32, time: i32, units: i32, scratch: Scratch,
): void {
  const u = floats(units), sample = <usize>time * u, maskStep = floats(time), projected = scratch, gathered = projected + 3 * <usize>batch * u;
  const panels = gathered + <usize>batch * u, rest = panels + floats(units * (3 * units + TILE_COLUMNS));
  packRight(units, 3 * units, kernel, 3 * u, 4, panels);
  let stateStep = u;
  for (let t = 0; t < time; t++) {
    const masks = mask ? mask + floats(t) : 0;
    stepProduct(batch, 3 * units, units, state, stateStep, panels, projected, masks, maskStep, gathered, rest);
    let s = projected;
    for (let b = 0; b < batch; b++) {
      const before = state + <usize>b * stateStep, step = <usize>(b * time + t) * u;
      const xs = x + 3 * step, gate = gates + 4 * step;
      if (masks && isMasked(masks + <usize>b * maskStep)) {
        memory.fill(gate, 0, 4 * u);
        memory.fill(outputs + step, 0, u);
        continue;
      }
      sum(s, bias, s, 3 * u);
      sum(xs, s, gate, 2 * u);
      sigmoid(gate, gate, 2 * units);
      for (let j: usize = 0; j < u; j += 16) {
        const candidate = v128.load(s + 2 * u + j);
        storeUpTo(gate + 2 * u + j, gate + 3 * u, multiplyAdd(v128.load(gate + j), candidate, v128.load(xs + 2 * u + j)));
        storeUpTo(gate + 3 * u + j, gate + 4 * u, candidate);
      }
      tanh(gate + 2 * u, gate + 2 * u, units);
      for (let j: usize = 0; j < u; j += 16) {
        const n = v128.load(gate + 2 * u + j);
        const h = multiplyAdd(v128.load(gate + u + j), f32x4.sub(v128.load(before + j), n), n);
        storeUpTo(outputs + step + j, outputs + step + u, flush(h));
      }
      s += 3 * u;
      if (mask) copyRow(outputs + step, before, u);
    }
    if (mask) continue;
    state = outputs + <usize>t * u;
    stateStep = sample;
  }
}

/**
 * dx = [dr, dz, dn] and byState = [dr, dz, dn · r] of every step, and the gradient by the initial state; those by the
 * kernel and the bias are Σ hₜ₋₁ᵀ · byStateₜ and Σ byStateₜ.
 *
 * @param dState with a mask it holds the gradient by the final state when called
 * @param scratch as `recurrentScratch` says
 */
export function gruSequenceGradient(
  dOutputs: Pointer, kernel: Pointer, initialState: Pointer, mask: OptionalPointer, outputs: Pointer, gates: Pointer,
  dx: Pointer, byState: Pointer, dState: Pointer, batch: i32, time: i32, units: i32, scratch: Scratch,
): void {
  const u = floats(units), bytes = <usize>batch * u, maskStep = floats(time), kept = scratch, later = kept + bytes, gathered = later + bytes;
  const panels = gathered + 4 * bytes, rest = panels + floats(3 * units * (units + TILE_COLUMNS));
  packRight(3 * units, units, kernel, 4, 3 * u, panels);
  memory.fill(scratch, 0, 2 * bytes);
  if (mask) copyRow(dState, kept, bytes);
  for (let t = time - 1; t >= 0; t--) {
    const masks = mask ? mask + floats(t) : 0;
    for (let b = 0; b < batch; b++) {
      const row = <usize>b * u, step = <usize>(b * time + t) * u, gate = gates + 4 * step, gradient = byState + 3 * step, out = dx + 3 * step;
      let last = t - 1;
      if (masks) {
        const own = masks + <usize>b * maskStep;
        if (isMasked(own)) {
          memory.fill(gradient, 0, 3 * u);
          memory.fill(out, 0, 3 * u);
          continue;
        }
        // The state before this step came out of the last one that is not masked.
        while (last >= 0 && isMasked(own - floats(t - last))) last--;
      }
      const before = last >= 0 ? outputs + <usize>(b * time + last) * u : initialState + row;
      for (let j: usize = 0; j < u; j += 16) {
        const r = v128.load(gate + j), z = v128.load(gate + u + j), n = v128.load(gate + 2 * u + j), candidate = v128.load(gate + 3 * u + j);
        const dh = f32x4.add(v128.load(dOutputs + step + j), f32x4.add(v128.load(kept + row + j), v128.load(later + row + j)));
        const dn = flush(f32x4.mul(f32x4.mul(dh, f32x4.sub(one(), z)), tanhDerivative(n)));
        const dr = flush(f32x4.mul(f32x4.mul(dn, candidate), sigmoidDerivative(r)));
        const dz = flush(f32x4.mul(f32x4.mul(dh, f32x4.sub(v128.load(before + j), n)), sigmoidDerivative(z)));
        storeUpTo(gradient + j, gradient + u, dr);
        storeUpTo(gradient + u + j, gradient + 2 * u, dz);
        storeUpTo(gradient + 2 * u + j, gradient + 3 * u, flush(f32x4.mul(dn, r)));
        storeUpTo(out + j, out + u, dr);
        storeUpTo(out + u + j, out + 2 * u, dz);
        storeUpTo(out + 2 * u + j, out + 3 * u, dn);
        storeUpTo(kept + row + j, kept + row + u, flush(f32x4.mul(dh, z)));
      }
    }
    stepProductInto(batch, units, 3 * units, byState + 3 * <usize>t * u, 3 * <usize>time * u, panels, later, masks, maskStep, gathered, rest);
  }
  sum(kept, later, dState, bytes);
}
