import { minimize } from '@neurite/numeric';
import type { PointMethod, Points } from './bands.js';

/** Within (0, 1): how fast level and trend follow, and how much of a trend remains after each step. */
export type Smoothing = { readonly level: number; readonly trend: number; readonly damping: number };

/** The state after each step. */
type States = { readonly levels: Float64Array; readonly trends: Float64Array; readonly squares: number };

/**
 * Exponential smoothing with a damped trend, of the logarithms: the smoothing parameters are those with the smallest squares
 * of errors one step ahead in the past.
 *
 * @see Gardner and McKenzie, "Forecasting trends in time series", 1985
 */
export const exponentialSmoothing: PointMethod = {
  name: 'exponentialSmoothing',
  title: 'exponential smoothing',
  learn: async (past, { horizon }) =>
    past.map((own) => {
      const smoothing = learnSmoothing(own);
      const points: Points = (logs, origins) => {
        const { levels, trends } = smooth(logs, smoothing);
        const result = new Float64Array(origins.length * horizon);
        for (const [i, origin] of origins.entries()) {
          let [sum, factor] = [0, 1];
          for (let h = 0; h < horizon; h++) {
            factor *= smoothing.damping;
            sum += factor;
            result[i * horizon + h] = levels[origin]! + sum * trends[origin]! - logs[origin]!;
          }
        }
        return result;
      };
      return points;
    }),
};

/** Runs over a series: the first level is its first value, the first trend its first step. */
export function smooth(values: Float64Array, { level: alpha, trend: beta, damping }: Smoothing): States {
  const levels = new Float64Array(values.length);
  const trends = new Float64Array(values.length);
  let level = values[0]!;
  let trend = values[1]! - values[0]!;
  let squares = 0;
  for (let t = 0; t < values.length; t++) {
    const expected = level + damping * trend;
    squares += (values[t]! - expected) ** 2;
    const next = alpha * values[t]! + (1 - alpha) * expected;
    trend = beta * (next - level) + (1 - beta) * damping * trend;
    level = next;
    levels[t] = level;
    trends[t] = trend;
  }
  return { levels, trends, squares };
}

/** The smoothing with the smallest squares: the best of a grid, and from there downhill. */
export function learnSmoothing(values: Float64Array): Smoothing {
  const total = values.reduce((sum, value, t) => (t === 0 ? 0 : sum + (value - values[t - 1]!) ** 2), 0);
  const objective = (at: ArrayLike<number>): number => smooth(values, smoothingAt(at)).squares / total;
  let best: readonly number[] = [0, 0, 0];
  for (const alpha of [-2, 0, 2, 4, 8]) {
    for (const beta of [-8, -4, -1]) {
      for (const damping of [0, 2, 4]) {
        if (objective([alpha, beta, damping]) < objective(best)) best = [alpha, beta, damping];
      }
    }
  }
  const { x } = minimize(
    (at) => {
      const shifted = (i: number, by: number): number => objective(at.map((one, j) => (i === j ? one + by : one)));
      const gradient = Float64Array.from(at, (_, i) => (shifted(i, STEP) - shifted(i, -STEP)) / (2 * STEP));
      return { value: objective(at), gradient };
    },
    best,
    { maxIterations: 50, gradientTolerance: 1e-7 },
  );
  return smoothingAt(x);
}

const STEP = 1e-4;

/** Any three numbers as a smoothing, by the logistic function. */
function smoothingAt(at: ArrayLike<number>): Smoothing {
  const [level, trend, damping] = Array.from(at, (one) => 1 / (1 + Math.exp(-one))) as [number, number, number];
  return { level, trend, damping };
}
