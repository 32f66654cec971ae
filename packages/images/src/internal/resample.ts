import type { Taps } from './resample-weights.js';

/** Where an axis lies in an array: as if it were [outer, size, inner]. */
export type Layout = { readonly outer: number; readonly size: number; readonly inner: number };

/** Replaces each element of an axis by a weighted sum along it. Sums are float64. */
export function resample(data: Float32Array, { outer, size, inner }: Layout, taps: Taps): Float32Array<ArrayBuffer> {
  const result = new Float32Array(outer * taps.length * inner);
  let at = 0;
  for (let o = 0; o < outer; o++) {
    for (const { first, weights } of taps) {
      const start = (o * size + first) * inner;
      for (let i = 0; i < inner; i++) {
        let sum = 0;
        for (let k = 0; k < weights.length; k++) sum += weights[k]! * data[start + k * inner + i]!;
        result[at++] = sum;
      }
    }
  }
  return result;
}

/** The bits behind the point of the weights: as many as PIL has, so that bytes come out the same. */
const BITS = 22;

/** The same for bytes, in integers, rounded half up. */
export function resampleBytes(data: Uint8Array, { outer, size, inner }: Layout, taps: Taps): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(outer * taps.length * inner);
  const fixed = taps.map(({ first, weights }) => ({
    first,
    weights: Int32Array.from(weights, (weight) => Math.round(weight * 2 ** BITS)),
  }));
  let at = 0;
  for (let o = 0; o < outer; o++) {
    for (const { first, weights } of fixed) {
      const start = (o * size + first) * inner;
      for (let i = 0; i < inner; i++) {
        let sum = 1 << (BITS - 1);
        for (let k = 0; k < weights.length; k++) sum += weights[k]! * data[start + k * inner + i]!;
        result[at++] = Math.min(sum >> BITS, 255);
      }
    }
  }
  return result;
}
