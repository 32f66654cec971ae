/** Turns before the clock runs. */
export const WARM_UP = 8;

/** One thing to be measured. */
export type Contender = {
  readonly name: string;
  /** Does its work once. A number that it answers is its own count of milliseconds, without the way to it. */
  readonly run: () => unknown;
};

/** Milliseconds of one contender: of each turn, their median, and the middle half of them as the spread. */
export type Measurement = {
  readonly name: string;
  readonly median: number;
  readonly quartiles: readonly [number, number];
  readonly times: readonly number[];
};

/**
 * Measures contenders side by side: they take turns, so that a slow second of the machine hits all of them.
 *
 * @param options.warmUp turns before the clock runs: V8 compiles hot code again and again at first
 * @param options.runs measured turns; at least 20 for a median worth its name
 */
export async function measure(
  contenders: readonly Contender[],
  { warmUp, runs }: { readonly warmUp: number; readonly runs: number },
): Promise<Measurement[]> {
  const times = contenders.map((): number[] => []);
  for (let turn = -warmUp; turn < runs; turn++) {
    for (const [i, { run }] of contenders.entries()) {
      const start = performance.now();
      const own = await run();
      if (turn >= 0) times[i]!.push(typeof own === 'number' ? own : performance.now() - start);
    }
  }
  return contenders.map(({ name }, i) => {
    const sorted = times[i]!.toSorted((a, b) => a - b);
    return {
      name,
      median: quantile(sorted, 0.5),
      quartiles: [quantile(sorted, 0.25), quantile(sorted, 0.75)],
      times: times[i]!,
    };
  });
}

export function median(values: readonly number[]): number {
  return quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}

/** The value below which this share of sorted numbers lies, interpolated. */
export function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)]!;
  return below + (sorted[Math.ceil(at)]! - below) * (at - Math.floor(at));
}
