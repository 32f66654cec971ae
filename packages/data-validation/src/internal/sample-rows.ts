import type { RandomStream } from '@neurite/core';

/** At most `most` of the rows that `keep` takes, drawn if there are more, in ascending order. */
export function sampleRows(
  rows: number,
  {
    most,
    random,
    keep = () => true,
  }: {
    readonly most: number;
    readonly random: RandomStream;
    readonly keep?: (row: number) => boolean;
  },
): Uint32Array {
  const all: number[] = [];
  for (let row = 0; row < rows; row++) if (keep(row)) all.push(row);
  // A partial shuffle: only as many draws as rows are taken.
  const size = Math.min(most, all.length);
  for (let i = 0; i < size && size < all.length; i++) {
    const j = i + random.integer(all.length - i);
    const held = all[i]!;
    all[i] = all[j]!;
    all[j] = held;
  }
  return Uint32Array.from(all.slice(0, size)).sort();
}
