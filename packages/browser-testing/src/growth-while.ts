import type { Page } from 'playwright-core';
import { type Memory, watchMemory } from './watch-memory.js';

/** What a page holds after a round, and when. */
export type Reading = { readonly seconds: number } & Memory;

/** How fast what a page holds grows. */
export type Growth = {
  /** In ten minutes, at the pace of the time after the warm-up. */
  readonly inTenMinutes: Memory;
  /** The rounds of the warm-up. */
  readonly cold: number;
  readonly readings: readonly Reading[];
};

/**
 * What grows at first has an end: caches fill, and code is compiled once it has run often enough, which a busy machine
 * reaches late. So a page is warm after so many rounds, and not before half of the time.
 */
const WARM_UP = { rounds: 40, share: 0.5 };
const TEN_MINUTES = 600;

/**
 * Plays rounds in a page for so long, and reads its memory after each. Where the warm-up takes more than half of the time,
 * it goes on for the other half after it.
 *
 * @param round brings the page back to where it began, or to where a page without a leak holds as much
 * @param options.seconds at least one round is played, and without time no growth is told
 */
export async function growthWhile(
  page: Page,
  round: (index: number) => Promise<void>,
  { seconds }: { readonly seconds: number },
): Promise<Growth> {
  const read = await watchMemory(page);
  const started = performance.now();
  const elapsed = (): number => (performance.now() - started) / 1000;
  const readings: Reading[] = [];
  const play = async (): Promise<void> => {
    await round(readings.length);
    readings.push({ seconds: elapsed(), ...(await read()) });
  };
  await play();
  while (elapsed() < WARM_UP.share * seconds || (seconds > 0 && readings.length < WARM_UP.rounds)) await play();
  const [began, cold] = [elapsed(), readings.length];
  while (elapsed() - began < (1 - WARM_UP.share) * seconds) await play();
  const warm = readings.slice(cold);
  const of = (name: keyof Memory): number => TEN_MINUTES * paceOf(warm.map((one) => [one.seconds, one[name]]));
  return {
    inTenMinutes: {
      heap: of('heap'),
      buffers: of('buffers'),
      nodes: of('nodes'),
      listeners: of('listeners'),
      workers: of('workers'),
    },
    cold,
    readings,
  };
}

/**
 * How fast the least grows, from the earlier half of the points to the later one. What is held for a moment only adds to
 * a reading, such as a worker that is still being compiled; what leaks is in all of them.
 *
 * @param points in the order of their x
 * @returns 0 for fewer than two points
 */
export function paceOf(points: readonly (readonly [x: number, y: number])[]): number {
  if (points.length < 2) return 0;
  const middle = Math.ceil(points.length / 2);
  const [[x1, y1], [x2, y2]] = [points.slice(0, middle), points.slice(middle)].map((half) => [
    half.reduce((sum, [x]) => sum + x, 0) / half.length,
    Math.min(...half.map(([, y]) => y)),
  ]) as [[number, number], [number, number]]; // two halves
  return (y2 - y1) / (x2 - x1);
}
