/** How often each run of n items occurs. */
export function ngrams(items: readonly string[], n: number, separator: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i + n <= items.length; i++) {
    const gram = n === 1 ? items[i]! : items.slice(i, i + n).join(separator);
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

/** The number of all runs together. */
export function sizeOfCounts(counts: ReadonlyMap<string, number>): number {
  let size = 0;
  for (const count of counts.values()) size += count;
  return size;
}

/** How many runs of the first also occur in the second, at most as often. */
export function common(counts: ReadonlyMap<string, number>, others: ReadonlyMap<string, number>): number {
  let found = 0;
  for (const [gram, count] of counts) found += Math.min(count, others.get(gram) ?? 0);
  return found;
}
