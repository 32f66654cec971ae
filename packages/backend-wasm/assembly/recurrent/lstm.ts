// Long short-term memory over entire sequences, [batch, time, …].

import { OptionalPointer, Pointer, Scratch } from '../common/types';
import { floats, flush, multiplyAdd, storeUpTo } from '../common/vector';
import { sigmoid, tanh } from '../elementwise/unary';
import { packRight, TILE_COLUMNS } from '../products/pack';
import { copyRow, isMasked, sigmoidDerivative, stepProduct, stepProductInto, sum, tanhDerivative } from './steps';

/**
 * gates = [i, f, g, o] of every step, cells and outputs: `LstmSequence` of `@neurite/ops`. `finalCell` holds the initial
 * cell state when called, and the final one afterwards.
 *
 * @param state the initial state; with a mask it holds the final one afterwards
 * @param scratch as `recurrentScratch` says
 */
export function lstmSequence(
  x: Pointer, kernel: Pointer, state: Pointer, mask: OptionalPointer, finalCell: Pointer, outputs: Pointer, gates: Pointer, cells: Pointer,
  batch: i32, time: i32, units: i32, scratch: Scratch,
): void {
  const u = floats(units), sample = <usize>time * u, maskStep = floats(time), squashed = scratch, projected = squashed + u;
  const gathered = projected + 4 * <usize>batch * u, panels = gathered + <usize>batch * u, rest = panels + floats(units * (4 * units + TILE_COLUMNS));
  packRight(units, 4 * units, kernel, 4 * u, 4, panels);
  let stateStep = u;
  for (let t = 0; t < time; t++) {
    const masks = mask ? mask + floats(t) : 0;
    stepProduct(batch, 4 * units, units, state, stateStep, panels, projected, masks, maskStep, gathered, rest);
    let row = projected;
    for (let b = 0; b < batch; b++) {
      const step = <usize>(b * time + t) * u, gate = gates + 4 * step, cell = finalCell + <usize>b * u;
      if (masks && isMasked(masks + <usize>b * maskStep)) {
        memory.fill(gate, 0, 4 * u);
        memory.fill(outputs + step, 0, u);
        copyRow(cell, cells + step, u);
        continue;
      }
      sum(x + 4 * step, row, gate, 4 * u);
      row += 4 * u;
      sigmoid(gate, gate, 2 * units);
      tanh(gate + 2 * u, gate + 2 * u, units);
      sigmoid(gate + 3 * u, gate + 3 * u, units);
      for (let j: usize = 0; j < u; j += 16) {
        const kept = f32x4.mul(v128.load(gate + u + j), v128.load(cell + j));
        const c = flush(multiplyAdd(v128.load(gate + j), v128.load(gate + 2 * u + j), kept));
        storeUpTo(cell + j, cell + u, c);
        storeUpTo(cells + step + j, cells + step + u, c);
      }
      tanh(cell, squashed, units);
      for (let j: usize = 0; j < u; j += 16) {
        storeUpTo(outputs + step + j, outputs + step + u, flush(f32x4.mul(v128.load(gate + 3 * u + j), v128.load(squashed + j))));
      }
      if (mask) copyRow(outputs + step, state + <usize>b * u, u);
    }
    if (mask) continue;
    state = outputs + <usize>t * u;
    stateStep = sample;
  }
}

/**
 * dx of every step, and the gradients by the initial state and cell; that by the kernel is Σ hₜ₋₁ᵀ · dxₜ. `dCell` holds
 * the gradient by the final cell when called, and that by the initial one afterwards.
 *
 * @param dState with a mask it holds the gradient by the final state when called
 * @param scratch as `recurrentScratch` says
 */
export function lstmSequenceGradient(
  dOutputs: Pointer, kernel: Pointer, initialCell: Pointer, mask: OptionalPointer, gates: Pointer, cells: Pointer, dx: Pointer, dState: Pointer, dCell: Pointer,
  batch: i32, time: i32, units: i32, scratch: Scratch,
): void {
  const u = floats(units), maskStep = floats(time), squashed = scratch, gathered = squashed + u;
  const panels = gathered + 5 * <usize>batch * u, rest = panels + floats(4 * units * (units + TILE_COLUMNS));
  packRight(4 * units, units, kernel, 4, 4 * u, panels);
  if (!mask) memory.fill(dState, 0, <usize>batch * u);
  for (let t = time - 1; t >= 0; t--) {
    const masks = mask ? mask + floats(t) : 0;
    for (let b = 0; b < batch; b++) {
      const row = <usize>b * u, step = <usize>(b * time + t) * u, gate = gates + 4 * step, gradient = dx + 4 * step;
      const before = t > 0 ? cells + step - u : initialCell + row, dh = dState + row, dc = dCell + row;
      if (masks && isMasked(masks + <usize>b * maskStep)) {
        memory.fill(gradient, 0, 4 * u);
        continue;
      }
      tanh(cells + step, squashed, units);
      for (let j: usize = 0; j < u; j += 16) {
        const i = v128.load(gate + j), f = v128.load(gate + u + j), g = v128.load(gate + 2 * u + j), o = v128.load(gate + 3 * u + j);
        const tangent = v128.load(squashed + j);
        const byState = f32x4.add(v128.load(dOutputs + step + j), v128.load(dh + j));
        const byCell = f32x4.add(v128.load(dc + j), f32x4.mul(f32x4.mul(byState, o), tanhDerivative(tangent)));
        const di = flush(f32x4.mul(f32x4.mul(byCell, g), sigmoidDerivative(i)));
        const df = flush(f32x4.mul(f32x4.mul(byCell, v128.load(before + j)), sigmoidDerivative(f)));
        const dg = flush(f32x4.mul(f32x4.mul(byCell, i), tanhDerivative(g)));
        const d = flush(f32x4.mul(f32x4.mul(byState, tangent), sigmoidDerivative(o)));
        storeUpTo(gradient + j, gradient + u, di);
        storeUpTo(gradient + u + j, gradient + 2 * u, df);
        storeUpTo(gradient + 2 * u + j, gradient + 3 * u, dg);
        storeUpTo(gradient + 3 * u + j, gradient + 4 * u, d);
        storeUpTo(dc + j, dc + u, flush(f32x4.mul(byCell, f)));
      }
    }
    stepProductInto(batch, units, 4 * units, dx + 4 * <usize>t * u, 4 * <usize>time * u, panels, dState, masks, maskStep, gathered, rest);
  }
}
