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

/** The correlation of numbers with mean 0. */
export function correlationOf(a: Float64Array, b: Float64Array): number {
  let [aa, bb, ab] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    aa += a[i]! ** 2;
    bb += b[i]! ** 2;
    ab += a[i]! * b[i]!;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}
