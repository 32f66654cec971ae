import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type ChromiumOptions, describeInChromium } from './chromium.js';
import { openSite, type Site } from './open-site.js';
import type { ServeOptions } from './serve.js';

/** A built page. */
type SiteOptions = ServeOptions & ChromiumOptions & { /** Of its files. */ readonly folder: string };

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
    let site: Site;
    beforeAll(async () => {
      site = await openSite(folder, options);
    });
    afterEach(async () => {
      const faults = site.faults;
      await site.closePages();
      expect(faults).toEqual([]);
    });
    afterAll(async () => {
      await site?.close();
    });
    body(() => site);
  });
}
