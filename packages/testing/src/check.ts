import { describe, it } from 'vitest';
import { backends, onEachBackend } from './backends.js';

/** One thing that must hold, with its name as a test shows it. */
export type Check = {
  readonly name: string;
  readonly run: () => unknown | Promise<unknown>;
  /** Whether it takes long and runs on the last backend alone; others tell that the arithmetic is the same on each. */
  readonly once?: boolean;
};

/** A check that is made only under a condition, for a list of checks. */
export function when(condition: boolean, check: Check): readonly Check[] {
  return condition ? [check] : [];
}

/**
 * Declares a test for each check, on each backend, or for those that run `once` on the last one.
 *
 * @param name what is tested
 */
export function testChecks(name: string, checks: readonly Check[]): void {
  describe(name, () => {
    onEachBackend((backend) => {
      const own = checks.filter(({ once = false }) => !once || backend === backends.at(-1));
      for (const check of own) it(check.name, async () => void (await check.run()));
    });
  });
}
