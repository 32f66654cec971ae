import { ArgumentError, describeValue } from '@neurite/core';
import { failedAt } from './at-element.js';
import { pause } from './breathe.js';
import type { MaybePromise, RandomAccess } from './source.js';

const firstPass = { epoch: 0, seed: 0 };
/** Elements between two looks at the clock. */
const PIECE = 64;

/** Calls a function for each element in order, with pauses for the event loop; `where` is named in its errors. */
export async function keyOfEach<T>(
  where: string,
  source: RandomAccess<T>,
  use: (element: T, index: number) => MaybePromise<void>,
): Promise<void> {
  for (let index = 0; index < source.size; index++) {
    if (index % PIECE === 0) await pause();
    // Waiting for what is there already takes longer than most functions.
    const found = source.at(index, firstPass);
    const element = found instanceof Promise ? await found : found;
    try {
      const used = use(element, index);
      if (used instanceof Promise) await used;
    } catch (error) {
      throw failedAt(where, index, error);
    }
  }
}

/** Objects are never equal: a host array as a class would make each element a class of its own. */
export function checkKey(where: string, argument: string, key: unknown): void {
  if (typeof key === 'string' || typeof key === 'boolean' || (typeof key === 'number' && !Number.isNaN(key))) return;
  throw new ArgumentError({
    where,
    argument,
    expected: 'give a string or a number',
    received: describeValue(key),
    advice: typeof key === 'object' && key !== null ? 'The number of a host array is its data[0]' : undefined,
  });
}
