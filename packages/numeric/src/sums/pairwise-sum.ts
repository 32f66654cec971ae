/** Shorter runs are added in order: the error of so few is as small as that of the halves. */
const RUN = 128;

/**
 * The sum of numbers, each half summed by itself: the error grows with the logarithm of their number, at the speed of a
 * plain loop. Where large numbers cancel, use `neumaierSum`.
 *
 * @param values any number of them; of none the sum is 0
 * @example
 * console.log(pairwiseSum(new Float64Array(1e6).fill(0.1))); // 100000.00000000001; a loop gives 100000.00000133288
 */
export function pairwiseSum(values: ArrayLike<number>): number {
  return sumOf(values, 0, values.length);
}

function sumOf(values: ArrayLike<number>, from: number, to: number): number {
  if (to - from > RUN) {
    const middle = (from + to) >>> 1;
    return sumOf(values, from, middle) + sumOf(values, middle, to);
  }
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i]!;
  return sum;
}
