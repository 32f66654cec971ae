import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { type ChromiumOptions, sharedChromium } from './chromium.js';
import { type ServeOptions, serve } from './serve.js';
import { watchFaults } from './watch-faults.js';

/** A built page in Chromium, served below a path as on a shared host. */
export type Site = {
  readonly url: string;
  /**
   * Opens the page; `hash` is appended to the address. Nothing is kept from before `closePages`, and nothing is shared with
   * other pages; with `options` also the cache of responses is empty.
   */
  open(hash?: string, options?: BrowserContextOptions): Promise<Page>;
  /** An empty page, with as little from before as one that `open` opens. */
  blank(options?: BrowserContextOptions): Promise<Page>;
  /** The faults so far of all pages, of those since `closePages` if it was called: see `watchFaults`. */
  readonly faults: readonly string[];
  /** Closes all pages and forgets their faults: what follows begins anew. */
  closePages(): Promise<void>;
  /** Whether the server answers. */
  readonly online: boolean;
  /** Stops the server: further requests fail. */
  goOffline(): Promise<void>;
  close(): Promise<void>;
};

/** Milliseconds until Playwright gives up: a machine that does much else answers when it can, what is missing never. */
const PATIENCE = 180_000;

/** What a page keeps on the device. */
const STORAGE = 'local_storage,cache_storage,indexeddb,service_workers,cookies';

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
  /** Each with a function to the faults of its pages. */
  const opened = new Map<BrowserContext, () => readonly string[]>();
  /**
   * Responses and programs are in its cache: a page opens with half of the work. Its first page is empty and stays: the
   * window of a context costs half a second, and is closed with its last page.
   */
  let kept: { readonly context: BrowserContext; readonly first: Page; readonly faults: readonly string[] } | undefined;
  let online = true;
  const goOffline = async (): Promise<void> => {
    if (online) await server.close();
    online = false;
  };
  const newContext = async (options: BrowserContextOptions): Promise<BrowserContext> => {
    const browser = await sharedChromium(gpu === undefined ? {} : { gpu });
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    context.setDefaultTimeout(PATIENCE);
    return context;
  };
  const apart = async (contextOptions: BrowserContextOptions = {}): Promise<Page> => {
    const context = await newContext(contextOptions);
    const faults = watchFaults(context, server.url);
    opened.set(context, () => faults);
    return context.newPage();
  };
  /** A page in the context that is kept, with nothing on the device; undefined while another one is open there. */
  const again = async (): Promise<Page | undefined> => {
    if (kept?.context.browser()?.isConnected() !== true) {
      const context = await newContext({});
      kept = { context, first: await context.newPage(), faults: watchFaults(context, server.url) };
    }
    const { context, faults } = kept;
    if (opened.has(context)) return undefined;
    const before = faults.length;
    opened.set(context, () => faults.slice(before));
    const page = await context.newPage();
    const debuggers = await context.newCDPSession(page);
    const { origin } = new URL(server.url);
    await debuggers.send('Storage.clearDataForOrigin', { origin, storageTypes: STORAGE });
    await debuggers.detach();
    return page;
  };
  const blank: Site['blank'] = async (contextOptions) =>
    (contextOptions === undefined ? await again() : undefined) ?? apart(contextOptions);
  const closeIn = async (context: BrowserContext): Promise<void> => {
    if (context !== kept?.context) return context.close();
    const { first } = kept;
    await Promise.all(context.pages().map((page) => (page === first ? undefined : page.close())));
  };
  const closePages = async (): Promise<void> => {
    const contexts = [...opened.keys()];
    opened.clear();
    // Those of a browser that has died cannot be closed.
    await Promise.allSettled(contexts.map(closeIn));
  };
  return {
    url: server.url,
    get faults() {
      return [...opened.values()].flatMap((faults) => faults());
    },
    get online() {
      return online;
    },
    closePages,
    goOffline,
    blank,
    async open(hash = '', contextOptions) {
      const page = await blank(contextOptions);
      await page.goto(`${server.url}${hash}`);
      return page;
    },
    async close() {
      await closePages();
      await Promise.allSettled([kept?.context.close()]);
      await goOffline();
    },
  };
}
