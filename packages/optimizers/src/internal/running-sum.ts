/**
 * The sums of a function over 0 to n, in float64. Each value is computed once while n grows by one from call to call,
 * and all of them again where it does not.
 */
export function runningSum(f: (n: number) => number): (n: number) => number {
  let last = -1;
  let sum = 0;
  return (n) => {
    if (n < last) [last, sum] = [-1, 0];
    while (last < n) sum += f(++last);
    return sum;
  };
}
