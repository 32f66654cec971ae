import { WEIGHT_BITS as BITS, fixedTaps, type Taps } from '../resample-weights.js';

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

/** The same for bytes, in integers, rounded half up. */
export function resampleBytes(data: Uint8Array, layout: Layout, taps: Taps): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(layout.outer * taps.length * layout.inner);
  // One list of weights for all: as many for each as the longest has.
  const length = taps.reduce((most, { weights }) => Math.max(most, weights.length), 0);
  const fixed = new Int32Array(taps.length * length);
  for (const [i, { fixed: own }] of fixedTaps(taps).entries()) fixed.set(own, i * length);
  if (layout.inner <= MOST_CHANNELS) alongPixels(data, layout, { taps, fixed, length, result });
  else alongLines(data, layout, { taps, fixed, length, result });
  return result;
}

/** Weights in integers, `length` for each of the taps. */
type Work = {
  readonly taps: Taps;
  readonly fixed: Int32Array;
  readonly length: number;
  readonly result: Uint8Array<ArrayBuffer>;
};

/** Longer runs of values that have the same weights are added run by run. */
const MOST_CHANNELS = 4;
const HALF = 1 << (BITS - 1);

/** Of pixels side by side: sums of up to four channels at once. */
function alongPixels(data: Uint8Array, { outer, size, inner }: Layout, { taps, fixed, length, result }: Work): void {
  const starts = Int32Array.from(taps, ({ first }) => first * inner);
  const counts = Int32Array.from(taps, ({ weights }) => weights.length);
  let at = 0;
  for (let o = 0; o < outer; o++) {
    const line = o * size * inner;
    for (let tap = 0; tap < starts.length; tap++) {
      let from = line + starts[tap]!;
      let [a, b, c, d] = [HALF, HALF, HALF, HALF];
      const end = tap * length + counts[tap]!;
      for (let k = tap * length; k < end; k++, from += inner) {
        const weight = fixed[k]!;
        a += Math.imul(weight, data[from]!);
        if (inner > 1) b += Math.imul(weight, data[from + 1]!);
        if (inner > 2) c += Math.imul(weight, data[from + 2]!);
        if (inner > 3) d += Math.imul(weight, data[from + 3]!);
      }
      result[at++] = Math.min(a >> BITS, 255);
      if (inner > 1) result[at++] = Math.min(b >> BITS, 255);
      if (inner > 2) result[at++] = Math.min(c >> BITS, 255);
      if (inner > 3) result[at++] = Math.min(d >> BITS, 255);
    }
  }
}

/** Of lines above each other: a sum of whole lines. */
function alongLines(data: Uint8Array, { outer, size, inner }: Layout, { taps, fixed, length, result }: Work): void {
  const sums = new Int32Array(inner);
  let at = 0;
  for (let o = 0; o < outer; o++) {
    for (const [tap, { first, weights }] of taps.entries()) {
      sums.fill(HALF);
      for (let k = 0; k < weights.length; k++) {
        const weight = fixed[tap * length + k]!;
        const start = (o * size + first + k) * inner;
        for (let i = 0; i < inner; i++) sums[i]! += Math.imul(weight, data[start + i]!);
      }
      for (let i = 0; i < inner; i++) result[at++] = Math.min(sums[i]! >> BITS, 255);
    }
  }
}
