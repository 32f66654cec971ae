// Recurrent networks over entire sequences, [batch, time, …]. Samples are independent, so a caller may split the batch.

import { Pointer, Scratch } from '../common/types';
import { floats, flush, multiplyAdd, storeUpTo } from '../common/vector';
import { sigmoid, tanh } from '../elementwise/unary';
import { EDGE, tiles } from '../products/matrix-product';
import { packLeft, packRight, TALL_ROWS, TILE_COLUMNS } from '../products/pack';

/**
 * C[rows, columns] = A[rows, depth] · B, where `panels` is B as `packRight` packs it: once, because it is the same in every
 * step of a sequence. Rows of A are `leftStep` bytes apart, those of C contiguous.
 */
function product(rows: i32, columns: i32, depth: i32, left: usize, leftStep: usize, panels: usize, target: usize, scratch: usize): void {
  const strips = scratch + floats(EDGE);
  packLeft(rows, depth, left, leftStep, 4, strips);
  tiles(rows, columns, depth, strips, panels, target, floats(columns), false, scratch);
}

/** The size of `scratch` for a sequence, in floats: the packed factors of a product, a tile, and what a step holds. */
export function recurrentScratch(batch: i32, units: i32): i32 {
  return 4 * units * (units + TILE_COLUMNS) + 4 * units * (batch + TALL_ROWS) + EDGE + (4 * batch + 1) * units;
}

// @ts-ignore: decorator
@inline
function one(): v128 {
  return f32x4.splat(1);
}

/** y · (1 − y), the derivative of the logistic function where it is y. */
// @ts-ignore: decorator
@inline
function sigmoidDerivative(y: v128): v128 {
  return f32x4.mul(y, f32x4.sub(one(), y));
}

/** 1 − y², the derivative of tanh where it is y. */
// @ts-ignore: decorator
@inline
function tanhDerivative(y: v128): v128 {
  return f32x4.sub(one(), f32x4.mul(y, y));
}

/** target = a + b, of `bytes` bytes. */
// @ts-ignore: decorator
@inline
function sum(a: usize, b: usize, target: usize, bytes: usize): void {
  for (let j: usize = 0; j < bytes; j += 16) storeUpTo(target + j, target + bytes, f32x4.add(v128.load(a + j), v128.load(b + j)));
}

/**
 * gates = [i, f, g, o] of every step, cells and outputs: `LstmSequence` of `@neurite/ops`. `finalCell` holds the initial
 * cell state when called, and the final one afterwards.
 *
 * @param scratch as `recurrentScratch` says
 */
export function lstmSequence(
  x: Pointer, kernel: Pointer, state: Pointer, finalCell: Pointer, outputs: Pointer, gates: Pointer, cells: Pointer,
  batch: i32, time: i32, units: i32, scratch: Scratch,
): void {
  const u = floats(units), sample = <usize>time * u, squashed = scratch, projected = squashed + u, panels = projected + 4 * <usize>batch * u, rest = panels + floats(units * (4 * units + TILE_COLUMNS));
  packRight(units, 4 * units, kernel, 4 * u, 4, panels);
  let stateStep = u;
  for (let t = 0; t < time; t++) {
    product(batch, 4 * units, units, state, stateStep, panels, projected, rest);
    for (let b = 0; b < batch; b++) {
      const step = <usize>(b * time + t) * u, gate = gates + 4 * step, cell = finalCell + <usize>b * u;
      sum(x + 4 * step, projected + 4 * <usize>b * u, gate, 4 * u);
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
    }
    state = outputs + <usize>t * u;
    stateStep = sample;
  }
}

/**
 * dx of every step, and the gradients by the initial state and cell; that by the kernel is Σ hₜ₋₁ᵀ · dxₜ. `dCell` holds
 * the gradient by the final cell when called, and that by the initial one afterwards.
 *
 * @param scratch as `recurrentScratch` says
 */
export function lstmSequenceGradient(
  dOutputs: Pointer, kernel: Pointer, initialCell: Pointer, gates: Pointer, cells: Pointer, dx: Pointer, dState: Pointer, dCell: Pointer,
  batch: i32, time: i32, units: i32, scratch: Scratch,
): void {
  const u = floats(units), squashed = scratch, panels = squashed + u, rest = panels + floats(4 * units * (units + TILE_COLUMNS));
  packRight(4 * units, units, kernel, 4, 4 * u, panels);
  memory.fill(dState, 0, <usize>batch * u);
  for (let t = time - 1; t >= 0; t--) {
    for (let b = 0; b < batch; b++) {
      const row = <usize>b * u, step = <usize>(b * time + t) * u, gate = gates + 4 * step, gradient = dx + 4 * step;
      const before = t > 0 ? cells + step - u : initialCell + row, dh = dState + row, dc = dCell + row;
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
    product(batch, units, 4 * units, dx + 4 * <usize>t * u, 4 * <usize>time * u, panels, dState, rest);
  }
}

/**
 * gates = [r, z, n, s of n] of every step, and outputs: `GruSequence` of `@neurite/ops`.
 *
 * @param scratch as `recurrentScratch` says
 */
export function gruSequence(
  x: Pointer, kernel: Pointer, bias: Pointer, state: Pointer, outputs: Pointer, gates: Pointer, batch: i32, time: i32, units: i32, scratch: Scratch,
): void {
  const u = floats(units), sample = <usize>time * u, projected = scratch, panels = projected + 3 * <usize>batch * u, rest = panels + floats(units * (3 * units + TILE_COLUMNS));
  packRight(units, 3 * units, kernel, 3 * u, 4, panels);
  let stateStep = u;
  for (let t = 0; t < time; t++) {
    product(batch, 3 * units, units, state, stateStep, panels, projected, rest);
    for (let b = 0; b < batch; b++) {
      const before = state + <usize>b * stateStep, step = <usize>(b * time + t) * u;
      const xs = x + 3 * step, gate = gates + 4 * step, s = projected + 3 * <usize>b * u;
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
    }
    state = outputs + <usize>t * u;
    stateStep = sample;
  }
}

/**
 * dx = [dr, dz, dn] and byState = [dr, dz, dn · r] of every step, and the gradient by the initial state; those by the
 * kernel and the bias are Σ hₜ₋₁ᵀ · byStateₜ and Σ byStateₜ.
 *
 * @param scratch as `recurrentScratch` says
 */
export function gruSequenceGradient(
  dOutputs: Pointer, kernel: Pointer, initialState: Pointer, outputs: Pointer, gates: Pointer, dx: Pointer, byState: Pointer, dState: Pointer,
  batch: i32, time: i32, units: i32, scratch: Scratch,
): void {
  const u = floats(units), bytes = <usize>batch * u, kept = scratch, later = kept + bytes, panels = later + bytes, rest = panels + floats(3 * units * (units + TILE_COLUMNS));
  packRight(3 * units, units, kernel, 4, 3 * u, panels);
  memory.fill(scratch, 0, 2 * bytes);
  for (let t = time - 1; t >= 0; t--) {
    for (let b = 0; b < batch; b++) {
      const row = <usize>b * u, step = <usize>(b * time + t) * u, gate = gates + 4 * step, gradient = byState + 3 * step, out = dx + 3 * step;
      const before = t > 0 ? outputs + step - u : initialState + row;
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
    product(batch, units, 3 * units, byState + 3 * <usize>t * u, 3 * <usize>time * u, panels, later, rest);
  }
  sum(kept, later, dState, bytes);
}
