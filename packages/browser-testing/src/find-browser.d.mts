/** A browser that tests may run in. */
export type BrowserName = 'chromium' | 'firefox';

/**
 * Looks for a browser on this machine: at the path in `CHROMIUM_PATH` or `FIREFOX_PATH` alone if that is set, else at
 * the system's usual paths, and for Chromium where Playwright installs its own.
 *
 * @returns the path of the program; undefined if there is none
 */
export function findBrowser(name: BrowserName): string | undefined;

/** Why `findBrowser` finds none, in a clause; undefined if it finds one. */
export function whyNoBrowser(name: BrowserName): string | undefined;
