import { type Browser, chromium } from 'playwright-core';
import { describe, it } from 'vitest';
import { findBrowser, whyNoBrowser } from './find-browser.mjs';

const QUIET = [
  '--no-first-run',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A camera on every machine: it shows a test pattern, to pages that may use it (`permissions` of a context).
  '--use-fake-device-for-media-stream',
];

/** WebGPU and WebGL rendered in software, the same on every machine: for results, not for speed. */
const SOFTWARE_GPU = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

/** Why tests cannot run in Chromium here; undefined if they can. */
export const noChromium: string | undefined = whyNoBrowser('chromium');

/** Milliseconds after which a Chromium that has not started never will, also on a machine that does much else. */
const START_LIMIT = 90_000;

/** What kind of Chromium. */
export type ChromiumOptions = {
  /** `'software'` turns on WebGPU, and renders it and WebGL in software. */
  readonly gpu?: 'software';
};

/**
 * Starts a headless Chromium that makes no requests of its own; one that does not start is started once more, and that
 * is said. Close it after the tests.
 */
export async function launchChromium(options: ChromiumOptions = {}): Promise<Browser> {
  try {
    return await launch(options);
  } catch (error) {
    say(`Chromium did not start, and is started once more: ${error instanceof Error ? error.message : error}`);
    return launch(options);
  }
}

/** Browsers of this process, by what kind they are. */
const shared = new Map<ChromiumOptions['gpu'], Promise<Browser>>();

/**
 * The one Chromium of this process that all its test files share: contexts cost little, browsers much. It ends with the
 * process. One that has died is started again, and that is said.
 */
export async function sharedChromium({ gpu }: ChromiumOptions = {}): Promise<Browser> {
  const before = shared.get(gpu);
  if (before !== undefined) {
    if ((await before).isConnected()) return before;
    say('Chromium has died, and is started again.');
  }
  const options = gpu === undefined ? {} : { gpu };
  const next = launchChromium(options);
  shared.set(gpu, next);
  next.catch(() => shared.delete(gpu));
  return next;
}

function launch({ gpu }: ChromiumOptions): Promise<Browser> {
  // Chromium refuses to start its sandbox as root.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const executablePath = findBrowser('chromium');
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [...QUIET, ...(gpu === undefined ? [] : SOFTWARE_GPU), ...sandbox],
    timeout: START_LIMIT,
  });
}

/** To the terminal itself: vitest shows what tests write to the console only with their results. */
function say(words: string): void {
  process.stderr.write(`browser-testing: ${words}\n`);
}

/** What Playwright says where the browser, or the process of a page, is gone: no fault of what is tested. */
const DIED = /Target (page, context or browser has been closed|crashed)|browser has been closed|Page crashed/i;

/**
 * Declares tests that need Chromium. Without Chromium, one skipped test says why. A test during which Chromium dies is
 * taken once more, and listed as flaky.
 *
 * @param body declares the tests
 */
export function describeInChromium(name: string, body: () => void): void {
  describe(name, { retry: { count: 1, condition: DIED } }, () => {
    if (noChromium === undefined) body();
    else it('needs a browser', (context) => context.skip(noChromium));
  });
}
