import type { Site } from './open-site.js';
import type { ServeOptions } from './serve.js';
import { slownessOf } from './slowness.js';

/** Milliseconds after the address was asked for. */
export type Start = {
  /** Until the first contentful paint. */
  readonly firstPaint: number;
  /** Until the page set the mark `usable` (`performance.mark`). */
  readonly usable: number;
  /** How many times slower than a quiet machine this one was, at least 1: where it is more, the times say little. */
  readonly slowness: number;
};

/** A slow mobile connection, to serve a page over whose start is measured: 1.6 Mbit/s, with a latency of 150 ms. */
export const SLOW_CONNECTION: NonNullable<ServeOptions['connection']> = { bytesPerSecond: 1.6e6 / 8, latency: 150 };

/** A phone of the middle class against a desktop. */
const SLOWER_PROCESSOR = 4;

/**
 * Opens a page with an empty cache at a quarter of the processor's speed; workers compute at full speed. Serve the page
 * with `gzip` over `SLOW_CONNECTION`, which slows down what its workers load too.
 *
 * @returns the best of three, because a busy machine delays any of them
 */
export async function measureStart(site: Site, hash = ''): Promise<Start> {
  const runs: Start[] = [];
  for (let i = 0; i < 3; i++) runs.push(await startOnce(site, hash));
  const best = (name: keyof Start): number => Math.min(...runs.map((run) => run[name]));
  return { firstPaint: best('firstPaint'), usable: best('usable'), slowness: best('slowness') };
}

async function startOnce(site: Site, hash: string): Promise<Start> {
  const page = await site.blank({});
  const before = await slownessOf(page);
  const debuggers = await page.context().newCDPSession(page);
  await debuggers.send('Emulation.setCPUThrottlingRate', { rate: SLOWER_PROCESSOR });
  await page.goto(`${site.url}${hash}`, { waitUntil: 'commit' });
  await page.waitForFunction(() => performance.getEntriesByName('usable').length > 0);
  const times = await page.evaluate(() => {
    const timeOf = (name: string): number => performance.getEntriesByName(name)[0]?.startTime ?? Number.NaN;
    return { firstPaint: timeOf('first-contentful-paint'), usable: timeOf('usable') };
  });
  await debuggers.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  const slowness = Math.max(before, await slownessOf(page));
  await page.context().close();
  return { ...times, slowness };
}
