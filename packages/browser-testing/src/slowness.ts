import type { Page } from 'playwright-core';

/** Milliseconds of `referenceWork` on a quiet machine. */
const QUIET = 4;

/** A tenth of the work, done again and again in a page that is traced: by this name, after so many milliseconds. */
export const TICK: { readonly name: string; readonly pause: number; readonly quiet: number } = {
  name: 'referenceTick',
  pause: 100,
  quiet: QUIET / 10,
};

/** How many times slower than a quiet machine a page computes now, at least 1: limits of time grow by it. */
export async function slownessOf(page: Page): Promise<number> {
  return Math.max(1, (await page.evaluate(referenceWork)) / QUIET);
}

/** Evaluated in the page: always the same work. The median of its milliseconds, for one run may be interrupted. */
function referenceWork(): number {
  const times = Array.from({ length: 7 }, () => {
    const start = performance.now();
    let sum = 0;
    for (let i = 0; i < 1_500_000; i++) sum += Math.sqrt(i % 1000);
    // So that the loop is not left out.
    return performance.now() - start + (sum < 0 ? 1 : 0);
  });
  return times.sort((a, b) => a - b)[3]!;
}
