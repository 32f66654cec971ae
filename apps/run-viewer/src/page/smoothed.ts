/**
 * The exponential moving average of a series, without the pull of its beginning towards 0; gaps stay gaps.
 *
 * @param weight of what was before, from 0 (none) to below 1
 */
export function smoothed(values: readonly (number | null)[], weight: number): (number | null)[] {
  let [sum, total] = [0, 0];
  return values.map((value) => {
    if (value === null || weight === 0) return value;
    sum = weight * sum + (1 - weight) * value;
    total = weight * total + (1 - weight);
    return sum / total;
  });
}
