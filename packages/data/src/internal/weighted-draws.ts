import type { RandomStream } from '@neurite/core';
import { pause } from './breathe.js';
import { sortOrder } from './sort-order.js';

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
export async function aliasTable(weights: ArrayLike<number>): Promise<AliasTable> {
  const size = weights.length;
  const eachPiece = async (use: (i: number) => void): Promise<void> => {
    for (let i = 0; i < size; i++) {
      if (i % PIECE === 0) await pause();
      use(i);
    }
  };
  let sum = 0;
  await eachPiece((i) => {
    sum += weights[i]!;
  });
  const keep = new Float64Array(size);
  const other = new Uint32Array(size);
  // Two stacks in one array: indices below the average at its beginning, the others at its end.
  const stacks = new Uint32Array(size);
  let small = 0;
  let large = size;
  const put = (i: number): void => {
    if (keep[i]! < 1) stacks[small++] = i;
    else stacks[--large] = i;
  };
  await eachPiece((i) => {
    keep[i] = (weights[i]! / sum) * size;
    put(i);
  });
  for (let step = 0; small > 0 && large < size; step++) {
    if (step % PIECE === 0) await pause();
    const less = stacks[--small]!;
    const more = stacks[large++]!;
    other[less] = more;
    keep[more] = keep[more]! - (1 - keep[less]!);
    put(more);
  }
  // What is left is 1 but for rounding; an index of weight 0 is never among it, unless all others have been used up.
  for (const i of stacks.subarray(large)) keep[i] = 1;
  for (const i of stacks.subarray(0, small)) if (weights[i]! > 0) keep[i] = 1;
  return { keep, other };
}

/** With pauses for the event loop. */
export async function drawWithReplacement(
  { keep, other }: AliasTable,
  count: number,
  random: RandomStream,
): Promise<Uint32Array> {
  const drawn = new Uint32Array(count);
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
  const keys = new Float64Array(weights.length);
  for (let i = 0; i < keys.length; i++) {
    if (i % PIECE === 0) await pause();
    const uniform = 1 - random.uniform(); // in (0, 1], so that its logarithm is finite
    keys[i] = weights[i] === 0 ? Number.POSITIVE_INFINITY : -Math.log(uniform) / weights[i]!;
  }
  return (await sortOrder(keys)).slice(0, count);
}
