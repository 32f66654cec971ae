import type { RandomStream } from '@neurite/core';
import { pause } from './breathe.js';

/** Swaps between two looks at the clock. */
const PIECE = 2 ** 14;

/** What `random.permutation(count)` gives, with pauses for the event loop. */
export async function permute(random: RandomStream, count: number): Promise<Uint32Array> {
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    if (i % PIECE === 0) await pause();
    order[i] = i;
  }
  for (let i = count - 1; i > 0; i--) {
    if (i % PIECE === 0) await pause();
    const j = random.integer(i + 1);
    const held = order[i]!;
    order[i] = order[j]!;
    order[j] = held;
  }
  return order;
}
