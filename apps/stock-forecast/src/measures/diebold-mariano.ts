import { studentT } from '@neurite/numeric';

export type DieboldMariano = {
  /** The mean difference of losses: below 0 where the first forecast is better. */
  readonly difference: number;
  readonly statistic: number;
  /** Of both sides: do both have the same expected loss? */
  readonly pValue: number;
};

/**
 * The test of Diebold and Mariano, with the correction of Harvey, Leybourne and Newbold for few forecasts: do two forecasts
 * have the same expected loss? Forecasts over several steps overlap, so that their losses depend on each other: the variance
 * has the autocovariances of `horizon` − 1 lags. Where their sum is not above 0, weights that fall with the lag are
 * taken (Newey and West).
 *
 * @param first losses in the order of time
 * @param second of the same length
 * @param horizon over how many steps is forecast, at least 1
 * @see Diebold and Mariano, "Comparing predictive accuracy", 1995; Harvey, Leybourne and Newbold, "Testing the equality of
 *   prediction mean squared errors", 1997
 */
export function dieboldMariano(first: Float64Array, second: Float64Array, horizon: number): DieboldMariano {
  const count = first.length;
  const differences = first.map((loss, i) => loss - second[i]!);
  const difference = differences.reduce((sum, value) => sum + value, 0) / count;
  const covariance = (lag: number): number => {
    let sum = 0;
    for (let t = lag; t < count; t++) sum += (differences[t]! - difference) * (differences[t - lag]! - difference);
    return sum / count;
  };
  const lags = Math.min(horizon - 1, count - 1);
  const covariances = Array.from({ length: lags + 1 }, (_, lag) => covariance(lag));
  const spread = (weight: (lag: number) => number): number =>
    covariances.reduce((sum, value, lag) => sum + (lag === 0 ? 1 : 2 * weight(lag)) * value, 0);
  const even = spread(() => 1);
  const variance = even > 0 ? even : spread((lag) => 1 - lag / (lags + 1));
  // Equal forecasts differ by nothing.
  if (!(variance > 0)) return { difference, statistic: 0, pValue: 1 };
  const correction = Math.sqrt(Math.max(0, count + 1 - 2 * horizon + (horizon * (horizon - 1)) / count) / count);
  const statistic = (correction * difference) / Math.sqrt(variance / count);
  return { difference, statistic, pValue: Math.min(1, 2 * studentT(count - 1).survival(Math.abs(statistic))) };
}
