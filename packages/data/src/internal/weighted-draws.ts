import type { RandomStream } from '@neurite/core';
import { breather } from './breathe.js';

/** Draws between two looks at the clock. */
const PIECE = 2 ** 14;

/**
 * A table from which an index is drawn in constant time, each by its weight.
 *
 * @see Walker (1977), An efficient method for generating discrete random variables with general distributions; filled as
 *   by Vose (1991)
 */
export type AliasTable = { readonly keep: Float64Array; readonly other: Uint32Array };

/** @param weights at least 0, their sum above 0 */
export function aliasTable(weights: ArrayLike<number>): AliasTable {
  const size = weights.length;
  let sum = 0;
  for (let i = 0; i < size; i++) sum += weights[i]!;
  const keep = Float64Array.from(weights, (weight) => (weight / sum) * size);
  const other = new Uint32Array(size);
  const small: number[] = [];
  const large: number[] = [];
  for (let i = 0; i < size; i++) (keep[i]! < 1 ? small : large).push(i);
  while (small.length > 0 && large.length > 0) {
    const [less, more] = [small.pop()!, large.pop()!];
    other[less] = more;
    keep[more] = keep[more]! - (1 - keep[less]!);
    (keep[more]! < 1 ? small : large).push(more);
  }
  // What is left is 1 but for rounding; an index of weight 0 is never among it, unless all others have been used up.
  for (const i of large) keep[i] = 1;
  for (const i of small) if (weights[i]! > 0) keep[i] = 1;
  return { keep, other };
}

/** With pauses for the event loop. */
export async function drawWithReplacement(
  { keep, other }: AliasTable,
  count: number,
  random: RandomStream,
): Promise<Uint32Array> {
  const drawn = new Uint32Array(count);
  const pause = breather();
  for (let i = 0; i < count; i++) {
    if (i % PIECE === 0) await pause();
    const index = random.integer(keep.length);
    drawn[i] = random.uniform() < keep[index]! ? index : other[index]!;
  }
  return drawn;
}

/**
 * The first `count` indices, as if each were drawn by its weight among those that are left.
 *
 * @see Efraimidis and Spirakis (2006), Weighted random sampling with a reservoir
 */
export async function drawWithoutReplacement(
  weights: ArrayLike<number>,
  count: number,
  random: RandomStream,
): Promise<Uint32Array> {
  const keys = Float64Array.from(weights, (weight) => {
    const uniform = 1 - random.uniform(); // in (0, 1], so that its logarithm is finite
    return weight === 0 ? Number.NEGATIVE_INFINITY : Math.log(uniform) / weight;
  });
  const order = Uint32Array.from(keys.keys()).sort((a, b) => keys[b]! - keys[a]! || a - b);
  return order.slice(0, count);
}
