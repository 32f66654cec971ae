import { type Forecaster, LEVELS, type Quantiles, type Request, type Task } from './forecaster.js';
import { quantileOf } from './quantile-of.js';
import { referenceOf, scalesOf } from './scales.js';

/** Forecasts expected log returns over 1 to `horizon` steps, origins × horizon, from what was learned of one series. */
export type Points = (logs: Float64Array, origins: Uint32Array) => Float64Array;

export type PointMethod = {
  readonly name: string;
  readonly title: string;
  /** Learns from all series; the result has one for each. */
  learn(past: readonly Float64Array[], task: Task): Promise<readonly Points[]>;
};

/**
 * Gives a method that forecasts a number a band: the quantiles of its errors on the past, over the same number of steps and
 * in units of the volatility at the origin. The median is the forecast itself.
 */
export function withBands({ name, title, learn }: PointMethod): Forecaster {
  return {
    name,
    title,
    isNetwork: false,
    learn: async (past, task) => {
      const points = await learn(past, task);
      const reference = referenceOf(past);
      const spreads = spreadsOf(past, points, { task, reference });
      return {
        forecast: async ({ series, logs, origins }: Request): Promise<Quantiles> => {
          const { horizon, scaling } = task;
          const scales = scalesOf(logs, reference, scaling).at;
          const expected = points[series]!(logs, origins);
          const result = new Float64Array(origins.length * horizon * LEVELS.length);
          for (let i = 0; i < expected.length; i++) {
            const [origin, h] = [origins[Math.floor(i / horizon)]!, (i % horizon) + 1];
            const unit = scales[origin]! * Math.sqrt(h);
            const own = LEVELS.map((_, level) => expected[i]! + unit * spreads[h - 1]![level]!);
            result.set(own, i * LEVELS.length);
          }
          return result;
        },
        dispose: () => {},
      };
    },
  };
}

/** For each number of steps the quantiles of errors in units; the median is 0, and the others on their sides of it. */
function spreadsOf(
  past: readonly Float64Array[],
  points: readonly Points[],
  { task, reference }: { readonly task: Task; readonly reference: number },
): readonly (readonly number[])[] {
  const { horizon, window, scaling } = task;
  const errors: number[][] = Array.from({ length: horizon }, () => []);
  for (const [series, logs] of past.entries()) {
    const count = Math.max(0, logs.length - horizon - window);
    const origins = Uint32Array.from({ length: count }, (_, i) => window + i);
    const expected = points[series]!(logs, origins);
    const scales = scalesOf(logs, reference, scaling).at;
    for (const [i, origin] of origins.entries()) {
      for (let h = 1; h <= horizon; h++) {
        const error = logs[origin + h]! - logs[origin]! - expected[i * horizon + h - 1]!;
        errors[h - 1]!.push(error / (scales[origin]! * Math.sqrt(h)));
      }
    }
  }
  return errors.map((own) => {
    const sorted = Float64Array.from(own).sort();
    return LEVELS.map((level) => {
      const spread = quantileOf(sorted, level);
      if (level === 0.5) return 0;
      return level < 0.5 ? Math.min(spread, 0) : Math.max(spread, 0);
    });
  });
}
