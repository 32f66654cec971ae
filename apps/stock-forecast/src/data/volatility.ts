/** How much of a variance remains from one step to the next: about a month of days. */
const DECAY = 0.94;

/**
 * How much a series moves, at each of its steps: the root of the mean of its squared log returns until then, in which each
 * step back counts 0.94 times as much.
 *
 * @param logs the logarithms of the values
 * @returns as many numbers; element t depends on elements 0 to t alone. The first is 0: it has no return
 * @see J.P. Morgan and Reuters, "RiskMetrics: technical document", 1996
 */
export function volatility(logs: Float64Array): Float64Array {
  const result = new Float64Array(logs.length);
  let [sum, weight] = [0, 0];
  for (let t = 1; t < logs.length; t++) {
    sum = DECAY * sum + (logs[t]! - logs[t - 1]!) ** 2;
    weight = DECAY * weight + 1;
    result[t] = Math.sqrt(sum / weight);
  }
  return result;
}
