import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** What axe runs: everything, or only what colors change. */
type AxeOptions = { readonly runOnly?: readonly string[] };
type Axe = { run(options: AxeOptions): Promise<{ violations: Violation[] }> };
type Violation = { id: string; nodes: { target: unknown[]; failureSummary?: string }[] };

/** Runs axe in the page; a failure names each broken rule and its elements. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await brokenRules(page, {})).toEqual([]);
}

/** Runs axe in a light page, and its rules about colors once more when the device prefers dark ones. */
export async function expectAccessibleInBothThemes(page: Page): Promise<void> {
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await brokenRules(page, { runOnly: ['color-contrast', 'link-in-text-block'] }), 'dark').toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
}

async function brokenRules(page: Page, options: AxeOptions): Promise<string[]> {
  // The page's content security policy forbids an injected script tag, but not what the debugger evaluates.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(async (given) => {
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run(given);
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary}`),
    );
  }, options);
}

/** The page is not wider than the screen. */
export async function expectNoOverflow(page: Page): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(over, 'pixels that the page is too wide').toBeLessThanOrEqual(0);
}
