import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Runs axe in the page; a failure names each broken rule and its elements. */
export async function expectAccessible(page: Page): Promise<void> {
  // The page's content security policy forbids an injected script tag, but not what the debugger evaluates.
  await page.evaluate(axe.source);
  const broken = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    type Violation = { id: string; nodes: { target: unknown[]; failureSummary?: string }[] };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary}`),
    );
  });
  expect(broken).toEqual([]);
}

/** The page is not wider than the screen. */
export async function expectNoOverflow(page: Page): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(over, 'pixels that the page is too wide').toBeLessThanOrEqual(0);
}
