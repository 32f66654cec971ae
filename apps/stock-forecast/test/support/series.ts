import { RandomStream } from '@neurite/core/random-stream';
import type { Series } from '../../src/data/series.js';
import type { Task } from '../../src/forecasters/forecaster.js';

const DAY = 86_400_000;

/** A random walk of days, without weekends. */
export function walk(length: number, seed = 1): Series {
  const random = RandomStream.fromSeed(seed);
  const logs = new Float64Array(length).fill(4);
  const times = new Float64Array(length);
  for (let t = 0, day = Date.UTC(2020, 0, 6); t < length; day += DAY) {
    if ([0, 6].includes(new Date(day).getUTCDay())) continue;
    times[t] = day;
    if (t > 0) logs[t] = logs[t - 1]! + random.normal(0.0003, 0.01);
    t++;
  }
  return { name: `walk ${seed}`, times, values: logs.map(Math.exp), logs };
}

/** A task that takes little time. */
export const SMALL: Task = {
  horizon: 3,
  window: 8,
  season: 5,
  scaling: 'volatility',
  effort: { epochs: 1, mostWindows: 64, trees: 3 },
  seed: 7,
};

/** A file of a series. */
export function csvOf({ times, values }: Series, header = 'date,close'): string {
  const rows = Array.from(times, (time, t) => `${new Date(time).toISOString().slice(0, 10)},${values[t]!.toFixed(4)}`);
  return `${header}\n${rows.join('\n')}\n`;
}
