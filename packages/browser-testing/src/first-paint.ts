import type { Site } from './open-site.js';
import { slownessOf } from './slowness.js';

/**
 * Opens a page with an empty cache at a quarter of the processor's speed.
 *
 * @returns milliseconds until the first contentful paint, as on a quiet machine: the best of three, because a busy machine
 *   delays any of them, each over how much slower the machine was then
 */
export async function firstPaint(site: Site): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 3; i++) best = Math.min(best, await paintOnce(site));
  return best;
}

async function paintOnce(site: Site): Promise<number> {
  const page = await site.blank({});
  const debuggers = await page.context().newCDPSession(page);
  await debuggers.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.goto(site.url);
  const time = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          for (const { startTime } of list.getEntriesByName('first-contentful-paint')) resolve(startTime);
        }).observe({ type: 'paint', buffered: true });
      }),
  );
  await debuggers.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  const slowness = await slownessOf(page);
  await page.context().close();
  return time / slowness;
}
