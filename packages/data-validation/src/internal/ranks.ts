/** The rank of each number, equal ones with the mean of theirs, minus the mean rank; 0 where missing. */
export function centeredRanks(values: Float64Array): Float64Array {
  const present = [...values.keys()].filter((i) => !Number.isNaN(values[i]));
  const order = Uint32Array.from(present).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let i = start; i < end; i++) ranks[order[i]!] = (start + end - order.length) / 2;
    start = end;
  }
  return ranks;
}

/** A correlation and the variance of its error. */
export type Correlation = { readonly value: number; readonly variance: number };

/**
 * The correlation of numbers with mean 0, and how exact it is: the mean square of what each row contributes to it, which
 * holds for any distribution.
 *
 * @see Hampel, "The influence curve and its role in robust estimation", 1974
 */
export function correlationOf(a: Float64Array, b: Float64Array): Correlation {
  let [aa, bb, ab] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    aa += a[i]! ** 2;
    bb += b[i]! ** 2;
    ab += a[i]! * b[i]!;
  }
  if (aa === 0 || bb === 0) return { value: 0, variance: 1 / a.length };
  const value = ab / Math.sqrt(aa * bb);
  let squares = 0;
  for (let i = 0; i < a.length; i++) {
    const [u, v] = [a[i]! * Math.sqrt(a.length / aa), b[i]! * Math.sqrt(a.length / bb)];
    squares += (u * v - (value / 2) * (u * u + v * v)) ** 2;
  }
  return { value, variance: squares / a.length ** 2 };
}
