/**
 * The rate at which the smoothed loss falls fastest over the logarithm of the rate; undefined where it never falls. The first
 * ones are left out: their means are still short.
 */
export function steepestFall(rates: readonly number[], losses: readonly number[]): number | undefined {
  let [best, slope] = [-1, 0];
  for (let i = Math.min(5, Math.floor(rates.length / 10)) + 1; i < rates.length - 1; i++) {
    const change = (losses[i + 1]! - losses[i - 1]!) / Math.log(rates[i + 1]! / rates[i - 1]!);
    if (change < slope) [best, slope] = [i, change];
  }
  return rates[best];
}
