import { describeInChromium, type Site } from '@neurite/browser-testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSite } from './support/browser.js';
import { train } from './support/hand.js';

describeInChromium('a training in the tab', () => {
  let site: Site;
  beforeAll(async () => {
    site = await startSite({ gpu: 'software' });
  }, 30_000);
  afterAll(async () => {
    await site?.close();
  });

  for (const [engine, device] of [
    ['webgpu', /^Computed by .*SwiftShader/i],
    ['webgl', /^Computed by .*SwiftShader/i],
    ['auto', /^Computed by WebAssembly/],
  ] as const) {
    test(`runs on the chosen engine: ${engine}`, async () => {
      const page = await site.open();
      try {
        await page.getByLabel('Engine', { exact: true }).selectOption(engine);
        await train(page, { digits: '500', epochs: '1' });
        // The self-test has passed. The tests of `backend-web` train there: a step takes a software device half a minute.
        await page.getByText(device).waitFor();
        expect(site.faults).toEqual([]);
      } finally {
        await page.context().close();
      }
    });
  }

  test('has threads on a host that sends no headers for them, from the second visit on', async () => {
    const page = await site.open();
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    await page.reload();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await train(page, { digits: '500', epochs: '1' });
    const cores = await page.evaluate(() => navigator.hardwareConcurrency);
    await page.getByText(cores > 1 ? / and \d+ threads$/ : /SIMD$/).waitFor();
    await page.getByText('Done:').waitFor();
    expect(site.faults).toEqual([]);
  });
});
