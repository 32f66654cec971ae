import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { type ChromiumOptions, sharedChromium } from './chromium.js';
import { type ServeOptions, serve } from './serve.js';
import { watchFaults } from './watch-faults.js';

/** A built page in Chromium, served below a path as on a shared host. */
export type Site = {
  readonly url: string;
  /** Opens the page in a context of its own; `hash` is appended to the address. */
  open(hash?: string, options?: BrowserContextOptions): Promise<Page>;
  /** An empty page in a context of its own. */
  blank(options?: BrowserContextOptions): Promise<Page>;
  /** The faults so far of all pages, of those since `closePages` if it was called: see `watchFaults`. */
  readonly faults: readonly string[];
  /** Closes all pages and forgets their faults: what follows begins anew. */
  closePages(): Promise<void>;
  /** Stops the server: further requests fail. */
  goOffline(): Promise<void>;
  close(): Promise<void>;
};

/** Milliseconds until Playwright gives up: a machine that does much else answers when it can, what is missing never. */
const PATIENCE = 180_000;

/**
 * Serves a built page, and opens it in the Chromium that all test files share.
 *
 * @param folder of its files
 * @param options those of `serve` and of `launchChromium`
 */
export async function openSite(
  folder: string,
  { gpu, path = '/some/where/', ...options }: ServeOptions & ChromiumOptions = {},
): Promise<Site> {
  const server = await serve(folder, { path, ...options });
  const opened = new Map<BrowserContext, readonly string[]>();
  let online = true;
  const goOffline = async (): Promise<void> => {
    if (online) await server.close();
    online = false;
  };
  const blank: Site['blank'] = async (contextOptions = {}) => {
    const browser = await sharedChromium(gpu === undefined ? {} : { gpu });
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...contextOptions });
    opened.set(context, watchFaults(context, server.url));
    context.setDefaultTimeout(PATIENCE);
    return context.newPage();
  };
  const closePages = async (): Promise<void> => {
    const contexts = [...opened.keys()];
    opened.clear();
    // Those of a browser that has died cannot be closed.
    await Promise.allSettled(contexts.map((context) => context.close()));
  };
  return {
    url: server.url,
    get faults() {
      return [...opened.values()].flat();
    },
    closePages,
    goOffline,
    blank,
    async open(hash = '', contextOptions = {}) {
      const page = await blank(contextOptions);
      await page.goto(`${server.url}${hash}`);
      return page;
    },
    async close() {
      await closePages();
      await goOffline();
    },
  };
}
