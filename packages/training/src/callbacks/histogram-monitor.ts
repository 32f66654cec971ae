import { type Callback, checkInteger, parameters, type Run, resolveOptions } from '@neurite/core';

/** What is shown, and how finely. */
export type HistogramMonitorOptions = {
  /** After every how many epochs: an integer of at least 1. Default 1. */
  readonly every?: { readonly epochs: number };
  /** How many bins: an integer of at least 1. Default 30. */
  readonly bins?: number;
};

/**
 * Logs a histogram of each parameter at the end of epochs, `weights/<path>`, over bins of equal width from its least to its
 * largest finite value.
 *
 * @throws ArgumentError for options out of range
 * @example
 * const callbacks = [histogramMonitor({ every: { epochs: 5 } }), jsonLinesLogger('runs/digits/events.jsonl')];
 */
export function histogramMonitor(options: HistogramMonitorOptions = {}): Callback {
  const name = 'histogramMonitor';
  const { every, bins } = resolveOptions(name, options, { every: { epochs: 1 }, bins: 30 });
  checkInteger(name, 'every.epochs', every.epochs, { min: 1 });
  checkInteger(name, 'bins', bins, { min: 1 });
  const tell = async (run: Run): Promise<void> => {
    for (const [path, { value }] of parameters(run.model)) {
      const { edges, counts } = histogram(await value.data(), bins);
      if (edges.length > 0) run.log({ type: 'histogram', name: `weights/${path}`, edges, counts });
    }
  };
  return { name, epochEnd: (run, { epoch }) => (epoch % every.epochs === 0 ? tell(run) : undefined) };
}

/** No edges where nothing is finite; where all values are equal, the bins are one wide in all. */
function histogram(values: ArrayLike<number>, bins: number): { readonly edges: number[]; readonly counts: number[] } {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    least = Math.min(least, values[i]!);
    most = Math.max(most, values[i]!);
  }
  if (least > most) return { edges: [], counts: [] };
  if (least === most) [least, most] = [least - 0.5, most + 0.5];
  const counts = new Array<number>(bins).fill(0);
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    counts[Math.min(bins - 1, Math.floor(((values[i]! - least) / (most - least)) * bins))]!++;
  }
  return { edges: Array.from({ length: bins + 1 }, (_, i) => least + ((most - least) * i) / bins), counts };
}
