import { linearRegression } from '@neurite/classical';
import type { PointMethod, Points } from './bands.js';

/** A log return is `constant + Σ coefficients[i] × the one i + 1 steps before`. */
export type Autoregression = { readonly constant: number; readonly coefficients: Float64Array };

const MOST_LAGS = 10;

/** Autoregression of log returns by least squares; the number of lags has the smallest criterion of Akaike. */
export const autoregression: PointMethod = {
  name: 'autoregression',
  title: 'autoregression',
  learn: async (past, { horizon }) =>
    past.map((own) => {
      const model = learnAutoregression(returnsOf(own), Math.min(MOST_LAGS, Math.floor(own.length / 10)));
      const points: Points = (logs, origins) => {
        const result = new Float64Array(origins.length * horizon);
        for (const [i, origin] of origins.entries()) {
          result.set(iterate(model, logs, { origin, horizon }), i * horizon);
        }
        return result;
      };
      return points;
    }),
};

export function returnsOf(logs: Float64Array): Float64Array {
  return Float64Array.from({ length: logs.length - 1 }, (_, t) => logs[t + 1]! - logs[t]!);
}

/**
 * @param mostLags at least 0; all numbers of lags are compared on the same returns
 */
export function learnAutoregression(returns: Float64Array, mostLags: number): Autoregression {
  const rows = returns.length - mostLags;
  const y = returns.slice(mostLags);
  const mean = y.reduce((sum, value) => sum + value, 0) / rows;
  let best: Autoregression = { constant: mean, coefficients: new Float64Array(0) };
  let least = akaike(
    y.reduce((sum, value) => sum + (value - mean) ** 2, 0),
    rows,
    0,
  );
  for (let lags = 1; lags <= mostLags; lags++) {
    const data = new Float64Array(rows * lags);
    for (let row = 0; row < rows; row++) {
      for (let lag = 0; lag < lags; lag++) data[row * lags + lag] = returns[row + mostLags - lag - 1]!;
    }
    const x = { rows, columns: lags, data };
    const model = linearRegression().fit(x, y);
    const predicted = model.predict(x);
    const squares = y.reduce((sum, value, row) => sum + (value - predicted[row]!) ** 2, 0);
    const criterion = akaike(squares, rows, lags);
    if (criterion >= least) continue;
    least = criterion;
    best = { constant: model.intercept, coefficients: model.coefficients };
  }
  return best;
}

function akaike(squares: number, rows: number, lags: number): number {
  return rows * Math.log(squares / rows) + 2 * (lags + 1);
}

/** Log returns over 1 to `horizon` steps: what is forecast of a step counts as known for the next. */
function iterate(
  { constant, coefficients }: Autoregression,
  logs: Float64Array,
  { origin, horizon }: { readonly origin: number; readonly horizon: number },
): Float64Array {
  const recent = Array.from(coefficients, (_, lag) =>
    origin - lag < 1 ? 0 : logs[origin - lag]! - logs[origin - lag - 1]!,
  );
  const result = new Float64Array(horizon);
  let sum = 0;
  for (let h = 0; h < horizon; h++) {
    const next = coefficients.reduce((total, coefficient, lag) => total + coefficient * recent[lag]!, constant);
    sum += next;
    result[h] = sum;
    recent.unshift(next);
    recent.pop();
  }
  return result;
}
