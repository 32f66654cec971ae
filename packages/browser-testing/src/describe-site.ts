import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type ChromiumOptions, describeInChromium } from './chromium.js';
import { openSite, type Site } from './open-site.js';
import type { ServeOptions } from './serve.js';

/** A built page. */
type SiteOptions = ServeOptions & ChromiumOptions & { /** Of its files. */ readonly folder: string };

/** Sites of this process, by folder and options: the files that test one page share what its browser has cached. */
const shared = new Map<string, Promise<Site>>();

/**
 * Declares tests of a built page in Chromium. After each test its pages are closed, also if it failed, so that what
 * still runs in them slows no other; any fault that a page had fails the test in which it was open.
 *
 * @param body declares the tests; it gets a function to the site, to be called in them
 */
export function describeSite(
  name: string,
  { folder, ...options }: SiteOptions,
  body: (site: () => Site) => void,
): void {
  describeInChromium(name, () => {
    const key = JSON.stringify([folder, options]);
    let site: Site;
    beforeAll(async () => {
      const opening = shared.get(key) ?? openSite(folder, options);
      shared.set(key, opening);
      site = await opening;
    });
    afterEach(async () => {
      const faults = site.faults;
      await site.closePages();
      expect(faults).toEqual([]);
    });
    // It ends with the process, as its browser does; the next file cannot use one that is offline.
    afterAll(async () => {
      if (site?.online !== false) return;
      shared.delete(key);
      await site.close();
    });
    body(() => site);
  });
}
