/** Zero crossings of the kernel on each side, and values of its table between two. */
const [CROSSINGS, FINENESS] = [16, 256];

/**
 * A signal read at every `step`-th of a sample, by a sinc under a Hann window; where steps are greater than 1, frequencies
 * that would fold over are removed.
 *
 * @see Smith and Gossett, "A flexible sampling-rate conversion method", 1984
 */
export function resampleBandLimited(signal: Float64Array, step: number, length: number): Float64Array {
  const band = Math.min(1, 1 / step);
  const reach = CROSSINGS / band;
  const table = kernelTable();
  return Float64Array.from({ length }, (_, i) => {
    const at = i * step;
    let sum = 0;
    for (let j = Math.max(Math.ceil(at - reach), 0); j <= Math.min(Math.floor(at + reach), signal.length - 1); j++) {
      const place = Math.abs(at - j) * band * FINENESS;
      const before = Math.floor(place);
      sum += signal[j]! * (table[before]! + (table[before + 1]! - table[before]!) * (place - before));
    }
    return sum * band;
  });
}

function kernelTable(): Float64Array {
  return Float64Array.from({ length: CROSSINGS * FINENESS + 2 }, (_, i) => {
    const x = Math.PI * (i / FINENESS);
    if (i === 0) return 1;
    return i >= CROSSINGS * FINENESS ? 0 : (Math.sin(x) / x) * (0.5 + 0.5 * Math.cos(x / CROSSINGS));
  });
}
