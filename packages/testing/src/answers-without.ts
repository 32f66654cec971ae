import { NeuriteError } from '@neurite/core';

/**
 * Calls the functions of a package with too little: none of the arguments, or the first ones alone.
 *
 * @param exports `import * as layers from '../src/index.js'`; classes and values are left out
 * @param given the arguments that each is called with
 * @returns a line for each function that threw something else, or whose promise did, than one of the project's errors
 */
export async function answersWithout(
  exports: Readonly<Record<string, unknown>>,
  given: readonly unknown[] = [],
): Promise<string[]> {
  const others: string[] = [];
  for (const [name, call] of Object.entries(exports)) {
    if (typeof call !== 'function' || /^[A-Z]/.test(name)) continue;
    try {
      await call(...given);
    } catch (error) {
      if (!(error instanceof NeuriteError)) others.push(`${name}: ${error}`);
    }
  }
  return others;
}
