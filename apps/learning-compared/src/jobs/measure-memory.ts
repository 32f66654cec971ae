import { writeFile } from 'node:fs/promises';

/**
 * Runs something, and measures how much memory this process took at most beyond what it has now.
 *
 * Linux forgets the highest mark of the past; elsewhere it may include what reading the samples took.
 */
export async function measureMemory<T>(run: () => Promise<T>): Promise<T & { readonly peakBytes: number }> {
  // There with --expose-gc.
  globalThis.gc?.();
  await writeFile('/proc/self/clear_refs', '5').catch(() => {});
  const before = process.memoryUsage.rss();
  const result = await run();
  const peak = process.resourceUsage().maxRSS * 1024;
  return { ...result, peakBytes: Math.max(0, peak - before) };
}
