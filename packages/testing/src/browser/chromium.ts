import { type Browser, chromium } from 'playwright-core';
import { describe, it } from 'vitest';
import { findBrowser, whyNoBrowser } from './find-browser.mjs';

const QUIET = [
  '--no-first-run',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** WebGPU and WebGL on a device that is a program, the same on every machine: for what is computed, not how fast. */
const SOFTWARE_GPU = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

/** Why tests cannot run in Chromium here; undefined where they can. */
export const noChromium: string | undefined = whyNoBrowser('chromium');

/**
 * Starts Chromium without a window and without requests of its own. Close it after the tests.
 *
 * @param options `gpu: 'software'` turns on WebGPU, and has it and WebGL computed by a program
 */
export function launchChromium({ gpu }: { readonly gpu?: 'software' } = {}): Promise<Browser> {
  // A sandbox cannot be had by root.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const executablePath = findBrowser('chromium');
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [...QUIET, ...(gpu === undefined ? [] : SOFTWARE_GPU), ...sandbox],
  });
}

/**
 * Tests that need Chromium. Where there is none, one test says that they are skipped, and why.
 *
 * @param body declares the tests
 * @param options `timeout` of each test in milliseconds, where it is not the usual one
 */
export function describeInChromium(name: string, body: () => void, options: { readonly timeout?: number } = {}): void {
  describe(name, options, () => {
    if (noChromium === undefined) body();
    else it('needs a browser', (context) => context.skip(noChromium));
  });
}
