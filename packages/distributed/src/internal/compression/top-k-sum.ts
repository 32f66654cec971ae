import type { GradientCompression, Parallel } from '@neurite/core/parallel';

/** The bits of a float32 without its sign, which are in the order of magnitudes: so many values of their upper half. */
const UPPER = 2 ** 15;

/**
 * Sends the largest numbers of each process alone, with their indices; what it does not send it keeps, and adds to the next.
 *
 * @param ratio of the numbers that are sent, above 0 and at most 1; of each array at least one
 * @see Stich et al. 2018, Sparsified SGD with memory
 * @see Lin et al. 2018, Deep gradient compression; without its momentum correction and warm-up
 */
export function topKSum(ratio: number, group: Pick<Parallel, 'gather'>): GradientCompression {
  return {
    keepsResidual: true,
    sum: async (values, residual) => {
      for (let i = 0; i < values.length; i++) residual[i]! += values[i]!;
      const indices = largest(residual, Math.max(1, Math.round(ratio * values.length)));
      const sent = Float32Array.from(indices, (index) => residual[index]!);
      for (const index of indices) residual[index] = 0;
      const bytes = new Uint8Array(8 * indices.length);
      bytes.set(new Uint8Array(indices.buffer));
      bytes.set(new Uint8Array(sent.buffer), 4 * indices.length);
      values.fill(0);
      for (const { buffer } of (await group.gather(bytes)).map((part) => part.slice())) {
        const count = buffer.byteLength / 8;
        const numbers = new Float32Array(buffer, 4 * count);
        for (const [i, index] of new Uint32Array(buffer, 0, count).entries()) values[index]! += numbers[i]!;
      }
    },
  };
}

/** The indices of the largest numbers by magnitude, ascending; of equal ones the first. NaN is larger than all. */
export function largest(values: Float32Array, count: number): Uint32Array<ArrayBuffer> {
  const size = Math.min(count, values.length);
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const upper = threshold(bits, size, { of: (word) => word >>> 16, among: () => true });
  const among = (word: number): boolean => word >>> 16 === upper.value;
  const lower = threshold(bits, size - upper.above, { of: (word) => word & 0xffff, among });
  const least = upper.value * 2 ** 16 + lower.value;
  let ties = size - upper.above - lower.above;
  const indices = new Uint32Array(size);
  let at = 0;
  for (let i = 0; i < bits.length && at < size; i++) {
    const magnitude = bits[i]! & 0x7fffffff;
    if (magnitude > least || (magnitude === least && ties-- > 0)) indices[at++] = i;
  }
  return indices;
}

/** The value of 16 bits at which the count is reached, from the largest on, and how many are above it. */
function threshold(
  bits: Uint32Array,
  count: number,
  { of, among }: { readonly of: (word: number) => number; readonly among: (word: number) => boolean },
): { readonly value: number; readonly above: number } {
  const counts = new Uint32Array(2 * UPPER);
  for (const word of bits) {
    const magnitude = word & 0x7fffffff;
    if (among(magnitude)) counts[of(magnitude)]!++;
  }
  let above = 0;
  for (let value = counts.length - 1; value > 0; value--) {
    if (above + counts[value]! >= count) return { value, above };
    above += counts[value]!;
  }
  return { value: 0, above };
}
