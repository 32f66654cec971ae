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

/** WebGPU and WebGL rendered in software, the same on every machine: for results, not for speed. */
const SOFTWARE_GPU = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

/** Why tests cannot run in Chromium here; undefined if they can. */
export const noChromium: string | undefined = whyNoBrowser('chromium');

/**
 * Starts a headless Chromium that makes no requests of its own. Close it after the tests.
 *
 * @param options `gpu: 'software'` turns on WebGPU, and renders it and WebGL in software
 */
export function launchChromium({ gpu }: { readonly gpu?: 'software' } = {}): Promise<Browser> {
  // Chromium refuses to start its sandbox as root.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const executablePath = findBrowser('chromium');
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [...QUIET, ...(gpu === undefined ? [] : SOFTWARE_GPU), ...sandbox],
  });
}

/**
 * Declares tests that need Chromium. Without Chromium, one skipped test says why.
 *
 * @param body declares the tests
 * @param options `timeout` of each test in milliseconds. Default: that of the vitest configuration
 */
export function describeInChromium(name: string, body: () => void, options: { readonly timeout?: number } = {}): void {
  describe(name, options, () => {
    if (noChromium === undefined) body();
    else it('needs a browser', (context) => context.skip(noChromium));
  });
}
