import { describeInChromium, firstPaint, type Site, workWhile } from '@neurite/browser-testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSite } from './support/browser.js';
import { draw, train } from './support/hand.js';

const scribble = Array.from({ length: 6 }, (_, i) => [i % 2 === 0 ? 0.2 : 0.8, 0.1 + i / 7] as const);

describeInChromium('the page', () => {
  let site: Site;
  beforeAll(async () => {
    site = await startSite();
  }, 30_000);
  afterAll(async () => {
    await site?.close();
  });

  test('paints within two seconds on a device of a quarter of the speed', async () => {
    expect(await firstPaint(site)).toBeLessThan(2000);
    expect(site.faults).toEqual([]);
  });

  test('keeps frames short, without a long task, while somebody draws and it learns', async () => {
    const page = await site.open();
    await page.locator('.layers-list canvas').nth(8).waitFor();
    await train(page, { digits: '8000', epochs: '20' });
    await page.getByText(/^Epoch 1/).waitFor();
    const { frames, millisecondsPerFrame, longTasks, slowness } = await workWhile(page, () => draw(page, scribble));
    expect(longTasks).toEqual([]);
    expect(frames).toBeGreaterThan(20 / slowness);
    // A frame has 16 at 60 frames per second.
    expect(millisecondsPerFrame).toBeLessThan(8 * slowness);
    expect(site.faults).toEqual([]);
  });
});
