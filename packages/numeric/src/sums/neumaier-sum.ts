/**
 * The sum of numbers with the rounding errors added up beside it: as if it were computed with twice the digits and then
 * rounded, also where large numbers cancel.
 *
 * @param values any number of them; of none the sum is 0
 * @returns NaN when one is NaN or infinities of both signs meet, an infinity when one is infinite
 * @example
 * console.log(neumaierSum([1, 1e100, 1, -1e100])); // 2
 * @see Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", 1974
 */
export function neumaierSum(values: ArrayLike<number>): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  // What an infinity "loses" is NaN.
  return Number.isFinite(sum) ? sum + lost : sum;
}
