// Recurrent networks over whole sequences, [batch, time, …]. Samples do not meet, so a caller may split the batch.

import { matrixProduct } from './matrix-product';
import { hyperbolicTangent, logistic } from './transcendental';
import { floats, flush, storeUpTo } from './vector';

// @ts-ignore: decorator
@inline
function one(): v128 {
  return f32x4.splat(1);
}

/** y · (1 − y), the slope of the logistic function where it is y. */
// @ts-ignore: decorator
@inline
function logisticSlope(y: v128): v128 {
  return f32x4.mul(y, f32x4.sub(one(), y));
}

/** 1 − y², the slope of tanh where it is y. */
// @ts-ignore: decorator
@inline
function tangentSlope(y: v128): v128 {
  return f32x4.sub(one(), f32x4.mul(y, y));
}

/**
 * gates = [i, f, g, o] of every step, cells, outputs: see `LstmSequence` of @neurite/core. `finalCell` holds the first
 * cell when called, and the last afterwards.
 *
 * @param scratch 5 · batch · units floats, and behind them what a matrix product needs
 */
export function lstmSequence(
  x: usize, kernel: usize, state: usize, finalCell: usize, outputs: usize, gates: usize, cells: usize,
  batch: i32, time: i32, units: i32, scratch: usize,
): void {
  const u = floats(units), held = scratch, projected = held + <usize>batch * u, rest = projected + 4 * <usize>batch * u;
  for (let t = 0; t < time; t++) {
    matrixProduct(batch, 4 * units, units, state, false, kernel, false, projected, 0, false, rest);
    for (let b = 0; b < batch; b++) {
      const step = <usize>(b * time + t) * u, xs = x + 4 * step, gate = gates + 4 * step, before = projected + 4 * <usize>b * u;
      const cell = finalCell + <usize>b * u, hold = held + <usize>b * u;
      for (let j: usize = 0; j < u; j += 16) {
        const i = logistic(f32x4.add(v128.load(xs + j), v128.load(before + j)));
        const f = logistic(f32x4.add(v128.load(xs + u + j), v128.load(before + u + j)));
        const g = hyperbolicTangent(f32x4.add(v128.load(xs + 2 * u + j), v128.load(before + 2 * u + j)));
        const o = logistic(f32x4.add(v128.load(xs + 3 * u + j), v128.load(before + 3 * u + j)));
        const c = flush(f32x4.add(f32x4.mul(f, v128.load(cell + j)), f32x4.mul(i, g)));
        const h = flush(f32x4.mul(o, hyperbolicTangent(c)));
        storeUpTo(gate + j, gate + u, i);
        storeUpTo(gate + u + j, gate + 2 * u, f);
        storeUpTo(gate + 2 * u + j, gate + 3 * u, g);
        storeUpTo(gate + 3 * u + j, gate + 4 * u, o);
        storeUpTo(cell + j, cell + u, c);
        storeUpTo(cells + step + j, cells + step + u, c);
        storeUpTo(hold + j, hold + u, h);
        storeUpTo(outputs + step + j, outputs + step + u, h);
      }
    }
    state = held;
  }
}

/**
 * dx of every step, and the gradients by the first state and cell; that by the kernel is Σ hₜ₋₁ᵀ · dxₜ. `dCell` holds
 * the gradient by the last cell when called, and that by the first afterwards.
 *
 * @param scratch 4 · batch · units floats, and behind them what a matrix product needs
 */
export function lstmSequenceGradient(
  dOutputs: usize, kernel: usize, initialCell: usize, gates: usize, cells: usize, dx: usize, dState: usize, dCell: usize,
  batch: i32, time: i32, units: i32, scratch: usize,
): void {
  const u = floats(units), slopes = scratch, rest = slopes + 4 * <usize>batch * u;
  memory.fill(dState, 0, <usize>batch * u);
  for (let t = time - 1; t >= 0; t--) {
    for (let b = 0; b < batch; b++) {
      const row = <usize>b * u, step = <usize>(b * time + t) * u, gate = gates + 4 * step, slope = slopes + 4 * row, out = dx + 4 * step;
      const before = t > 0 ? cells + step - u : initialCell + row, dh = dState + row, dc = dCell + row;
      for (let j: usize = 0; j < u; j += 16) {
        const i = v128.load(gate + j), f = v128.load(gate + u + j), g = v128.load(gate + 2 * u + j), o = v128.load(gate + 3 * u + j);
        const squashed = hyperbolicTangent(v128.load(cells + step + j));
        const byState = f32x4.add(v128.load(dOutputs + step + j), v128.load(dh + j));
        const byCell = f32x4.add(v128.load(dc + j), f32x4.mul(f32x4.mul(byState, o), tangentSlope(squashed)));
        const di = flush(f32x4.mul(f32x4.mul(byCell, g), logisticSlope(i)));
        const df = flush(f32x4.mul(f32x4.mul(byCell, v128.load(before + j)), logisticSlope(f)));
        const dg = flush(f32x4.mul(f32x4.mul(byCell, i), tangentSlope(g)));
        const d = flush(f32x4.mul(f32x4.mul(byState, squashed), logisticSlope(o)));
        storeUpTo(slope + j, slope + u, di);
        storeUpTo(slope + u + j, slope + 2 * u, df);
        storeUpTo(slope + 2 * u + j, slope + 3 * u, dg);
        storeUpTo(slope + 3 * u + j, slope + 4 * u, d);
        storeUpTo(dc + j, dc + u, flush(f32x4.mul(byCell, f)));
      }
      memory.copy(out, slope, 4 * u);
    }
    matrixProduct(batch, units, 4 * units, slopes, false, kernel, true, dState, 0, false, rest);
  }
}

/**
 * gates = [r, z, n, s of n] of every step, and outputs: see `GruSequence` of @neurite/core.
 *
 * @param scratch 4 · batch · units floats, and behind them what a matrix product needs
 */
export function gruSequence(
  x: usize, kernel: usize, bias: usize, state: usize, outputs: usize, gates: usize, batch: i32, time: i32, units: i32, scratch: usize,
): void {
  const u = floats(units), held = scratch, projected = held + <usize>batch * u, rest = projected + 3 * <usize>batch * u;
  for (let t = 0; t < time; t++) {
    matrixProduct(batch, 3 * units, units, state, false, kernel, false, projected, bias, false, rest);
    for (let b = 0; b < batch; b++) {
      const row = <usize>b * u, step = <usize>(b * time + t) * u, xs = x + 3 * step, gate = gates + 4 * step, s = projected + 3 * row;
      for (let j: usize = 0; j < u; j += 16) {
        const r = logistic(f32x4.add(v128.load(xs + j), v128.load(s + j)));
        const z = logistic(f32x4.add(v128.load(xs + u + j), v128.load(s + u + j)));
        const candidate = v128.load(s + 2 * u + j);
        const n = hyperbolicTangent(f32x4.add(v128.load(xs + 2 * u + j), f32x4.mul(r, candidate)));
        const h = flush(f32x4.add(n, f32x4.mul(z, f32x4.sub(v128.load(state + row + j), n))));
        storeUpTo(gate + j, gate + u, r);
        storeUpTo(gate + u + j, gate + 2 * u, z);
        storeUpTo(gate + 2 * u + j, gate + 3 * u, n);
        storeUpTo(gate + 3 * u + j, gate + 4 * u, candidate);
        storeUpTo(held + row + j, held + row + u, h);
        storeUpTo(outputs + step + j, outputs + step + u, h);
      }
    }
    state = held;
  }
}

/**
 * dx = [dr, dz, dn] and byState = [dr, dz, dn · r] of every step, and the gradient by the first state; those by the
 * kernel and the bias are Σ hₜ₋₁ᵀ · byStateₜ and Σ byStateₜ.
 *
 * @param scratch 5 · batch · units floats, and behind them what a matrix product needs
 */
export function gruSequenceGradient(
  dOutputs: usize, kernel: usize, initialState: usize, outputs: usize, gates: usize, dx: usize, byState: usize, dState: usize,
  batch: i32, time: i32, units: i32, scratch: usize,
): void {
  const u = floats(units), bytes = <usize>batch * u, kept = scratch, product = kept + bytes, slopes = product + bytes, rest = slopes + 3 * bytes;
  memory.fill(scratch, 0, 2 * bytes);
  for (let t = time - 1; t >= 0; t--) {
    for (let b = 0; b < batch; b++) {
      const row = <usize>b * u, step = <usize>(b * time + t) * u, gate = gates + 4 * step, slope = slopes + 3 * row, out = dx + 3 * step;
      const before = t > 0 ? outputs + step - u : initialState + row;
      for (let j: usize = 0; j < u; j += 16) {
        const r = v128.load(gate + j), z = v128.load(gate + u + j), n = v128.load(gate + 2 * u + j), candidate = v128.load(gate + 3 * u + j);
        const later = f32x4.add(v128.load(kept + row + j), v128.load(product + row + j));
        const dh = f32x4.add(v128.load(dOutputs + step + j), later);
        const dn = flush(f32x4.mul(f32x4.mul(dh, f32x4.sub(one(), z)), tangentSlope(n)));
        const dr = flush(f32x4.mul(f32x4.mul(dn, candidate), logisticSlope(r)));
        const dz = flush(f32x4.mul(f32x4.mul(dh, f32x4.sub(v128.load(before + j), n)), logisticSlope(z)));
        storeUpTo(slope + j, slope + u, dr);
        storeUpTo(slope + u + j, slope + 2 * u, dz);
        storeUpTo(slope + 2 * u + j, slope + 3 * u, flush(f32x4.mul(dn, r)));
        storeUpTo(out + 2 * u + j, out + 3 * u, dn);
        storeUpTo(kept + row + j, kept + row + u, flush(f32x4.mul(dh, z)));
      }
      memory.copy(out, slope, 2 * u);
      memory.copy(byState + 3 * step, slope, 3 * u);
    }
    matrixProduct(batch, units, 3 * units, slopes, false, kernel, true, product, 0, false, rest);
  }
  for (let j: usize = 0; j < bytes; j += 16) {
    storeUpTo(dState + j, dState + bytes, f32x4.add(v128.load(kept + j), v128.load(product + j)));
  }
}
