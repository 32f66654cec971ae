/**
 * Losses with mean 0 and deviation 1, and that deviation. What is far above the median is brought nearer first, as bad results
 * differ in nothing useful.
 */
export function standardized(losses: readonly number[]): {
  readonly values: readonly number[];
  readonly deviation: number;
} {
  const sorted = losses.toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.floor(part * (sorted.length - 1))]!;
  const limit = at(0.5) + 3 * (at(0.5) - at(0.05));
  const bounded = losses.map((loss) => Math.min(loss, limit));
  const mean = bounded.reduce((sum, loss) => sum + loss, 0) / bounded.length;
  const variance = bounded.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / bounded.length;
  const deviation = Math.sqrt(variance) || 1;
  return { values: bounded.map((loss) => (loss - mean) / deviation), deviation };
}
