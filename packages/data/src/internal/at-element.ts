import { ArgumentError, NeuriteError } from '@neurite/core';
import type { MaybePromise } from './source.js';

/**
 * Runs a user's function on one element; what it throws says which element it was.
 *
 * @param stage e.g. `map`
 */
export async function atElement<R>(stage: string, index: number, f: () => MaybePromise<R>): Promise<R> {
  try {
    return await f();
  } catch (error) {
    throw failedAt(stage, index, error);
  }
}

/** What a user's function threw, with the element that it threw at. */
export function failedAt(stage: string, index: number, error: unknown): NeuriteError {
  if (error instanceof NeuriteError) return error.within(`element ${index} of ${stage}`);
  const reason = error instanceof Error ? error.message : String(error);
  return new ArgumentError({
    where: stage,
    problem: `the function threw at element ${index}: ${reason.replace(/\.$/, '')}`,
    cause: error,
  });
}
