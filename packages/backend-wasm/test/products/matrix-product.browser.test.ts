import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type Browser, describeInChromium, launchChromium, type Served } from '@neurite/browser-testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleSources } from '../support/bundle.js';
import { reportIn, servePage } from '../support/pages.js';

// Node 20 has no relaxed SIMD, whose tiles are taller.
describeInChromium('matrix products with relaxed SIMD', () => {
  let browser: Browser;
  let site: Served;
  let folder = '';

  beforeAll(async () => {
    folder = mkdtempSync(`${tmpdir()}/neurite-products-`);
    await bundleSources(folder, new URL('../support/products.mjs', import.meta.url));
    site = await servePage({ folders: { 'wasm/': fileURLToPath(new URL('../../wasm', import.meta.url)), '': folder } });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('of any height are right, and a row is the same bits alone', async () => {
    const { simd, worst, different } = await reportIn(browser, site);
    expect({ simd, different }).toEqual({ simd: 'relaxed', different: 0 });
    expect(worst).toBeLessThan(2e-6);
  });
});
