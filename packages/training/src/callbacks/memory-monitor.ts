import { type Callback, checkInteger, checkNumber, type Run, resolveOptions } from '@neurite/core';
import { memory } from '@tensorflow/tfjs-core';
import { checkEvery, type EverySteps, isDue } from '../internal/run-events.js';
import { sayWarning } from '../internal/say-warning.js';

/** What is watched, and what happens then. */
export type MemoryMonitorOptions = {
  /** How often it is looked at: an integer of at least 1. Default 100 steps. */
  readonly every?: EverySteps;
  /** Ends the run when tensors, or the process, hold more than so many bytes: above 0. Default: nothing does. */
  readonly limit?: number;
  /** After so many epochs in a row that each end with more tensors than the one before, `warn` is called: at least 2. Default 5. */
  readonly patience?: number;
  /** Called with a sentence. Default: a process warning, in a page one of the console. */
  readonly warn?: (message: string) => void;
};

/**
 * Logs what is held: `memory/tensors` (how many), `memory/bytes` of these, and in Node `memory/resident` and `memory/heap` of the
 * process, in bytes. It warns when the number of tensors only grows, which is a leak: find it by `leakReport`.
 *
 * @throws ArgumentError for options out of range
 * @example
 * const callbacks = [memoryMonitor({ limit: 8e9 })];
 */
export function memoryMonitor(options: MemoryMonitorOptions = {}): Callback {
  const name = 'memoryMonitor';
  const { every, limit, patience, warn } = resolveOptions(name, options, {
    every: { steps: 100 },
    limit: undefined,
    patience: 5,
    warn: sayWarning,
  });
  checkEvery(name, every);
  if (limit !== undefined) checkNumber(name, 'limit', limit, { above: 0 });
  checkInteger(name, 'patience', patience, { min: 2 });
  let counts: number[] = [];
  const look = (run: Run): void => {
    const { numTensors, numBytes } = memory();
    const { rss, heapUsed } = typeof process === 'undefined' ? {} : process.memoryUsage();
    const values = { tensors: numTensors, bytes: numBytes, resident: rss, heap: heapUsed };
    const known = Object.entries(values).filter(([, value]) => value !== undefined);
    run.log({ type: 'scalars', values: Object.fromEntries(known.map(([key, value]) => [`memory/${key}`, value!])) });
    const most = Math.max(numBytes, rss ?? 0);
    if (limit !== undefined && most > limit) run.stop(`${Math.round(most)} bytes are held, more than ${limit}`);
  };
  return {
    name,
    trainBegin: () => {
      counts = [];
    },
    stepEnd: (run) => {
      if (isDue(run, every)) look(run);
    },
    epochEnd: (run) => {
      look(run);
      counts = [...counts.slice(-patience), memory().numTensors];
      const isGrowing = counts.length > patience && counts.every((count, i) => i === 0 || count > counts[i - 1]!);
      if (!isGrowing) return;
      const [first, last] = [counts[0]!, counts.at(-1)!];
      warn(`${name}: in ${patience} epochs the number of tensors has grown from ${first} to ${last}. See leakReport.`);
      counts = [];
    },
  };
}
