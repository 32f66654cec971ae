import type { KeyWords } from '@neurite/core';

const ROTATIONS = [
  [13, 15, 26, 6],
  [17, 29, 16, 24],
] as const;
const PARITY = 0x1bd11bda;
const GROUPS = 5;

/**
 * Two random words of 32 bits, signed, for each count: Threefry-2x32 with 20 rounds. It has no state, so that numbers can
 * be drawn in any order, by many threads, and again.
 *
 * @see Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011
 */
export function threefry(key: KeyWords, count: number): [number, number] {
  const keys = [...key, key[0] ^ key[1] ^ PARITY];
  let a = (count + key[0]) | 0;
  let b = key[1] | 0;
  for (let group = 0; group < GROUPS; group++) {
    for (const rotation of ROTATIONS[group % 2]!) {
      a = (a + b) | 0;
      b = ((b << rotation) | (b >>> (32 - rotation))) ^ a;
    }
    a = (a + keys[(group + 1) % 3]!) | 0;
    b = (b + keys[(group + 2) % 3]! + group + 1) | 0;
  }
  return [a, b];
}
