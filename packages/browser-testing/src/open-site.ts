import type { BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from './chromium.js';
import { type ServeOptions, serve } from './serve.js';
import { watchFaults } from './watch-faults.js';

/** A built page in Chromium, served below a path as on a shared host. */
export type Site = {
  readonly url: string;
  /** Opens the page in a context of its own; `hash` is appended to the address. */
  open(hash?: string, options?: BrowserContextOptions): Promise<Page>;
  /** An empty page in a context of its own. */
  blank(options?: BrowserContextOptions): Promise<Page>;
  /** The faults of all pages so far: see `watchFaults`. */
  readonly faults: readonly string[];
  /** Stops the server: further requests fail. */
  goOffline(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Serves a built page and starts Chromium for it.
 *
 * @param folder of its files
 * @param options those of `serve` and of `launchChromium`
 */
export async function openSite(
  folder: string,
  { gpu, path = '/some/where/', ...options }: ServeOptions & { readonly gpu?: 'software' } = {},
): Promise<Site> {
  const server = await serve(folder, { path, ...options });
  const browser = await launchChromium(gpu === undefined ? {} : { gpu });
  const faults: (readonly string[])[] = [];
  let online = true;
  const goOffline = async (): Promise<void> => {
    if (online) await server.close();
    online = false;
  };
  const blank: Site['blank'] = async (contextOptions = {}) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...contextOptions });
    faults.push(watchFaults(context, server.url));
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    return page;
  };
  return {
    url: server.url,
    get faults() {
      return faults.flat();
    },
    goOffline,
    blank,
    async open(hash = '', contextOptions = {}) {
      const page = await blank(contextOptions);
      await page.goto(`${server.url}${hash}`);
      return page;
    },
    async close() {
      await browser.close();
      await goOffline();
    },
  };
}
