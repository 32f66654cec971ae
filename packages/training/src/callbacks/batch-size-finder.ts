import { ArgumentError, BackendError, type Callback, checkInteger, checkNumber, resolveOptions } from '@neurite/core';

/** Which sizes are tried. */
export type BatchSizeFinderOptions = {
  /** The first: an integer of at least 1. Default 8. */
  readonly from?: number;
  /** The last at most: an integer of at least `from`. Default 8192. */
  readonly to?: number;
  /** How many steps are timed for each, after one that warms up: an integer of at least 1. Default 5. */
  readonly steps?: number;
  /** How many times as many samples per second twice the size must give to go on: at least 1. Default 1.1. */
  readonly gain?: number;
};

/** What was found. */
export type BatchSizes = {
  /** The fastest. */
  readonly batchSize: number;
  readonly tried: readonly { readonly batchSize: number; readonly samplesPerSecond: number }[];
  /** Why it ended: `to` was reached, it became no faster, or the error of a size that does not fit into memory. */
  readonly reason: string;
};

/**
 * Finds the batch size that gives most samples per second and fits into memory, as Lightning's `BatchSizeFinder`: it doubles
 * until one does not fit, or is no faster. Build the model anew for each, or reuse it: the steps do train it.
 *
 * @param train trains with batches of a size, and with the callback among its own, which ends it after a few steps
 * @throws ArgumentError for options out of range, and when an epoch has fewer steps than it takes; whatever `train` throws
 *   with the first size, and errors that are not for lack of memory
 * @example
 * const find = (train: (data: Batches, callbacks: Callback[]) => Promise<unknown>, batched: (size: number) => Batches) =>
 *   batchSizeFinder((size, callback) => train(batched(size), [callback]), { from: 16, to: 1024 });
 */
export async function batchSizeFinder(
  train: (batchSize: number, callback: Callback) => Promise<unknown>,
  options: BatchSizeFinderOptions = {},
): Promise<BatchSizes> {
  const name = 'batchSizeFinder';
  const { from, to, steps, gain } = resolveOptions(name, options, { from: 8, to: 8192, steps: 5, gain: 1.1 });
  checkInteger(name, 'from', from, { min: 1 });
  checkInteger(name, 'to', to, { min: from });
  checkInteger(name, 'steps', steps, { min: 1 });
  checkNumber(name, 'gain', gain, { atLeast: 1 });
  const tried: { readonly batchSize: number; readonly samplesPerSecond: number }[] = [];
  let reason = `${to} is the largest that was to be tried`;
  for (let batchSize = from; batchSize <= to; batchSize *= 2) {
    const timing = stopwatch(name, steps);
    try {
      await train(batchSize, timing.callback);
    } catch (error) {
      if (tried.length === 0 || !isForMemory(error)) throw error;
      reason = `${batchSize} does not fit: ${error.message}`;
      break;
    }
    const before = tried.at(-1);
    const now = { batchSize, samplesPerSecond: timing.samplesPerSecond() };
    tried.push(now);
    if (before === undefined || now.samplesPerSecond >= gain * before.samplesPerSecond) continue;
    reason = `${batchSize} is hardly faster than ${before.batchSize}`;
    break;
  }
  const best = tried.reduce((a, b) => (b.samplesPerSecond > a.samplesPerSecond ? b : a));
  return { batchSize: best.batchSize, tried, reason };
}

/** Times steps, and ends the run after them. */
function stopwatch(name: string, steps: number): { readonly callback: Callback; samplesPerSecond(): number } {
  let [done, samples, begun, ended] = [0, 0, 0, 0];
  return {
    callback: {
      name,
      stepEnd: (run, report) => {
        ended = performance.now();
        if (done++ === 0) begun = ended;
        else samples += report.samples;
        if (done > steps) run.stop(`${name} has timed ${steps} steps`);
      },
    },
    samplesPerSecond: () => {
      if (samples > 0) return samples / ((ended - begun) / 1000);
      const expected = 'take at least two steps with the callback that it is given';
      throw new ArgumentError({ where: name, argument: 'train', expected, received: String(done) });
    },
  };
}

/** Engines say so, and JavaScript itself, where an array cannot be made. */
function isForMemory(error: unknown): error is Error {
  return error instanceof BackendError || error instanceof RangeError;
}
