import { describe, it } from 'vitest';
import { onEachBackend } from './backends.js';

/** One thing that must hold, with its name as a test shows it. */
export type Check = { readonly name: string; readonly run: () => unknown | Promise<unknown> };

/** A check that is made only under a condition, for a list of checks. */
export function when(condition: boolean, check: Check): readonly Check[] {
  return condition ? [check] : [];
}

/**
 * Declares a test for each check, on each backend.
 *
 * @param name what is tested
 */
export function testChecks(name: string, checks: readonly Check[]): void {
  describe(name, () => {
    onEachBackend(() => {
      for (const check of checks) it(check.name, async () => void (await check.run()));
    });
  });
}
