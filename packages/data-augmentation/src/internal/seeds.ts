import type { RandomStream } from '@neurite/core';

/** A draw of many numbers: the seed that they all follow from. */
export type SeedDraw = { readonly seed: number };

export function drawSeed(random: RandomStream): SeedDraw {
  return { seed: random.integer(2 ** 31) };
}
