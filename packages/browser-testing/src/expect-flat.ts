import { expect } from 'vitest';
import type { Growth } from './growth-while.js';
import type { Memory } from './watch-memory.js';

/**
 * What ten minutes may add. Nearly all of it is code that is still being compiled and the browser's own notes of frames;
 * a leak of a kilobyte in each frame would be 36 MB.
 */
const MOST: Omit<Memory, 'workers'> = { heap: 6e6, buffers: 2e6, nodes: 100, listeners: 20 };

/** What a page holds does not grow: a failure says by how much it would in ten minutes, and shows all readings. */
export function expectFlat({ inTenMinutes, readings }: Growth): void {
  for (const name of ['heap', 'buffers', 'nodes', 'listeners'] as const) {
    const seen = readings.map((reading) => reading[name]).join(' ');
    expect(inTenMinutes[name], `${name} in ten minutes; read: ${seen}`).toBeLessThanOrEqual(MOST[name]);
  }
}

/** The readings in a line: the first warm one, the last, and what ten minutes add. */
export function inWords({ inTenMinutes, cold, readings }: Growth): string {
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(2)} MB`;
  const [first, last] = [readings[cold] ?? readings[0]!, readings.at(-1)!];
  const part = (name: keyof Memory, format: (value: number) => string = String): string =>
    `${name} ${format(first[name])} → ${format(last[name])} (${format(Math.round(inTenMinutes[name]))} in ten minutes)`;
  return [
    `${readings.length} rounds in ${last.seconds.toFixed(0)} s, the first ${cold} to warm up`,
    part('heap', megabytes),
    part('buffers', megabytes),
    part('nodes'),
    part('listeners'),
    `workers ${last.workers}`,
  ].join('; ');
}
