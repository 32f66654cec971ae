import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { preview } from 'vite';
import { expect } from 'vitest';

const places = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', chromium.executablePath()];
const executablePath = places.find((place) => place !== undefined && place !== '' && existsSync(place));

/** Why the tests in a browser cannot run here; undefined where they can. */
export const noBrowser: string | undefined =
  executablePath === undefined ? 'no Chromium here: apt-get install chromium, or set CHROMIUM_PATH' : undefined;

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The built page in a browser, below a path as on a shared host. */
export type Site = {
  open(options?: BrowserContextOptions): Promise<Page>;
  /** Everything that should not have happened in any page: errors, violations, requests to elsewhere. */
  readonly faults: string[];
  /** Takes the server away; nothing answers any more. */
  goOffline(): Promise<void>;
  close(): Promise<void>;
};

export async function startSite(): Promise<Site> {
  const server = await preview({
    configFile: false,
    root,
    base: '/some/where/',
    logLevel: 'silent',
    preview: { port: 0 },
  });
  const url = server.resolvedUrls!.local[0]!; // it listens
  const browser: Browser = await chromium.launch({
    executablePath: executablePath!, // only called where there is one
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const faults: string[] = [];
  let offline = false;
  const goOffline = async (): Promise<void> => {
    if (!offline) await server.close();
    offline = true;
  };
  return {
    faults,
    goOffline,
    async open(options = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(30_000);
      page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
      page.on('console', (message) => {
        // A violation of the content security policy is such a message too.
        if (message.type() === 'error') faults.push(`console: ${message.text()}`);
      });
      // Of the context: what workers ask for is seen there.
      context.on('request', (request) => {
        if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url())) {
          faults.push(`request to ${request.url()}`);
        }
      });
      context.on('response', (response) => {
        if (response.status() >= 400) faults.push(`${response.status()} for ${response.url()}`);
      });
      await page.goto(url);
      return page;
    },
    async close() {
      await browser.close();
      await goOffline();
    },
  };
}

/** Runs axe in the page; a failure names each rule and where it is broken. */
export async function expectAccessible(page: Page): Promise<void> {
  // The policy of the page forbids a script tag of ours; what a debugger evaluates is let through.
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
