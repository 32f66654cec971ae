import { normalBelow } from './normal.js';

/** A kernel that is narrower would lie between two cells. */
const NARROWEST = 0.5 / 1.64;
/** What keeps a quotient of two densities finite. */
const TINY = 1e-12;

/**
 * The probability of each of some cells with an order: a normal kernel around each count, as wide as Scott's rule says, and one
 * over everything that weighs as much as one count.
 *
 * @see Scott, "Multivariate density estimation", 1992
 */
export function densityOfOrdered(counts: ArrayLike<number>): Float64Array {
  const cells = counts.length;
  const seen = seenIn(counts);
  const total = seen.reduce((sum, cell) => sum + counts[cell]!, 0);
  const density = new Float64Array(cells);
  const add = (center: number, width: number, weight: number): void => {
    const below = Float64Array.from({ length: cells + 1 }, (_, edge) => normalBelow((edge - 0.5 - center) / width));
    const inside = below[cells]! - below[0]!;
    for (let cell = 0; cell < cells; cell++) density[cell]! += (weight * (below[cell + 1]! - below[cell]!)) / inside;
  };
  const width = Math.max(NARROWEST, scottWidth(counts, seen, total));
  for (const cell of seen) add(cell, width, counts[cell]! / (total + 1));
  add((cells - 1) / 2, cells, 1 / (total + 1));
  return density.map((value) => value + TINY);
}

/** The same of cells without an order, each of which has a share of one more count. */
export function densityOfChoices(counts: ArrayLike<number>): Float64Array {
  const cells = counts.length;
  const seen = seenIn(counts);
  const total = seen.reduce((sum, cell) => sum + counts[cell]!, 0);
  const share = 1 / (seen.length + 1);
  return Float64Array.from(counts, (count) => {
    const others = (total - count) * share;
    return (count * (1 + share) + others) / (1 + cells * share) / (total + 1) + 1 / cells / (total + 1) + TINY;
  });
}

function seenIn(counts: ArrayLike<number>): number[] {
  return Array.from(counts).flatMap((count, cell) => (count > 0 ? [cell] : []));
}

/** From the deviation or the distance of the quartiles, whichever is narrower. */
function scottWidth(counts: ArrayLike<number>, seen: readonly number[], total: number): number {
  const mean = seen.reduce((sum, cell) => sum + cell * counts[cell]!, 0) / total;
  const squares = seen.reduce((sum, cell) => sum + (cell - mean) ** 2 * counts[cell]!, 0);
  const deviation = Math.sqrt(squares / Math.max(1, total - 1));
  let below = 0;
  const ends = seen.map((cell) => (below += counts[cell]!));
  const first = seen[ends.findIndex((end) => end >= Math.floor(total / 4))]!;
  const third = seen[ends.findIndex((end) => end > Math.floor((3 * total) / 4))] ?? seen.at(-1)!;
  return 1.059 * Math.min((third - first) / 1.34, deviation) * total ** -0.2;
}
