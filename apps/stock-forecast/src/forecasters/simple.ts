import type { PointMethod, Points } from './bands.js';
import type { Task } from './forecaster.js';

/** The value stays as it is: what an efficient market does. */
export const naive: PointMethod = {
  name: 'naive',
  title: 'naive',
  learn: eachStep(() => () => 0),
};

/** The mean log return until the origin goes on. */
export const drift: PointMethod = {
  name: 'drift',
  title: 'drift',
  learn: eachStep(() => (logs, origin, h) => (h * (logs[origin]! - logs[0]!)) / Math.max(origin, 1)),
};

/** The value of one season before, e.g. of the same weekday. */
export const seasonalNaive: PointMethod = {
  name: 'seasonalNaive',
  title: 'seasonal naive',
  learn: eachStep(({ season }) => (logs, origin, h) => {
    const back = season - ((h - 1) % season) - 1;
    return logs[Math.max(0, origin - back)]! - logs[origin]!;
  }),
};

/** A method that learns nothing: a log return over h steps from an origin. */
function eachStep(
  rule: (task: Task) => (logs: Float64Array, origin: number, h: number) => number,
): PointMethod['learn'] {
  return async (past, task) => {
    const { horizon } = task;
    const next = rule(task);
    const points: Points = (logs, origins) =>
      Float64Array.from({ length: origins.length * horizon }, (_, i) =>
        next(logs, origins[Math.floor(i / horizon)]!, (i % horizon) + 1),
      );
    return past.map(() => points);
  };
}
