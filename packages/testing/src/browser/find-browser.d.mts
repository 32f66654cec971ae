/** A browser that tests may run in. */
export type BrowserName = 'chromium' | 'firefox';

/**
 * Looks for a browser on this machine: only where `CHROMIUM_PATH` or `FIREFOX_PATH` says if that is set, else at the
 * usual places of the system, and for Chromium where Playwright puts its own.
 *
 * @returns the path of the program; undefined where there is none
 */
export function findBrowser(name: BrowserName): string | undefined;

/** Says in words why `findBrowser` finds none; undefined where it finds one. */
export function whyNoBrowser(name: BrowserName): string | undefined;
