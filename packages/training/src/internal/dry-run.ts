import { type Batch, type Callback, loadState, Module, stateDict, summary } from '@neurite/core';
import { dispose, memory, profile } from '@tensorflow/tfjs-core';
import type { Batches } from '../batches.js';
import { knownSize, openBatches } from './batch-source.js';
import { copies } from './named-tensors.js';
import { formatCount, formatDuration } from './progress-line.js';
import { noBatches } from './run-errors.js';
import type { RunOptions } from './run-options.js';
import { TrainingRun } from './training-run.js';

/** What a dry run found. */
export type DryRun = {
  /** The table of the model's modules; of several models one after the other. */
  readonly summary: string;
  /** Bytes of the tensors: of all before the first step, and the most that were held at once in one. */
  readonly bytes: { readonly before: number; readonly peak: number };
  /**
   * Seconds to expect, from the third step on the first batch: of a step with its data, of an epoch and of the whole run with
   * validation; undefined where the data does not say how many batches it has.
   */
  readonly seconds: { readonly step: number; readonly epoch: number | undefined; readonly run: number | undefined };
  /** All of it for people. */
  toString(): string;
};

/** Takes the first step of a run three times, and changes nothing. */
export async function dryRun(options: RunOptions): Promise<DryRun> {
  const { model, data, validation, accumulate, epochs, seed } = options;
  const first = await firstBatches(data, { argument: 'data', count: accumulate, seed });
  const checked = validation && (await firstBatches(validation, { argument: 'validation', count: 1, seed }));
  const weights = copies(stateDict(model));
  const before = memory().numBytes;
  const one = { ...options, data: first.batches, validation: checked?.batches, validateEvery: undefined };
  const times: number[] = [];
  let epochSeconds = 0;
  const watch: Callback = {
    name: 'dryRun',
    stepEnd: (_, { seconds }) => void times.push(Object.values(seconds).reduce((sum, part) => sum + part, 0)),
    epochEnd: (_, record) => {
      epochSeconds = record.seconds;
    },
  };
  try {
    // The first time engines compile, and each kernel is watched.
    const { peakBytes } = await profile(async () => {
      await new TrainingRun({ ...one, epochs: 1, callbacks: [] }).execute();
      return [];
    });
    await new TrainingRun({ ...one, epochs: 2, callbacks: [watch] }).execute();
    const step = first.seconds + times.at(-1)!;
    const batches = knownSize(data);
    const validationSeconds =
      Math.max(0, epochSeconds - times.at(-1)!) * (validation ? (knownSize(validation) ?? 0) : 0);
    const epoch = batches === undefined ? undefined : Math.ceil(batches / accumulate) * step + validationSeconds;
    const models = model instanceof Module ? [model] : Object.values(model).filter((part) => part instanceof Module);
    const text = models.map((part) => summary(part)).join('\n\n');
    const found = {
      summary: text,
      bytes: { before, peak: Math.max(before, peakBytes) },
      seconds: { step, epoch, run: epoch === undefined ? undefined : epoch * epochs },
    };
    return { ...found, toString: () => describe(found) };
  } finally {
    loadState(model, weights);
    dispose(Object.values(weights));
    for (const { batch } of [...first.read, ...(checked?.read ?? [])]) batch.dispose?.();
  }
}

type FirstBatches = {
  readonly read: readonly { readonly batch: Batch }[];
  /** The same, to be used several times: freeing them is left to the end. */
  readonly batches: readonly Batch[];
  readonly seconds: number;
};

async function firstBatches(
  data: Batches,
  { argument, count, seed }: { readonly argument: string; readonly count: number; readonly seed: number },
): Promise<FirstBatches> {
  const begun = performance.now();
  const read: { readonly batch: Batch }[] = [];
  const source = await openBatches(data, { where: 'fit', epoch: 0, seed, batches: 0, position: undefined });
  try {
    while (read.length < count) {
      const next = await source.next();
      if (next === undefined) break;
      read.push(next);
    }
  } finally {
    await source.close();
  }
  if (read.length === 0) throw noBatches(argument, 1);
  const batches = read.map(({ batch: { dispose: _, ...batch } }) => batch);
  return { read, batches, seconds: (performance.now() - begun) / 1000 };
}

function describe({ summary, bytes, seconds }: Omit<DryRun, 'toString'>): string {
  const inAll = (value: number | undefined): string => (value === undefined ? 'unknown' : formatDuration(value));
  return [
    summary,
    '',
    `memory: ${formatCount(bytes.before / 1e3)} kB before, ${formatCount(bytes.peak / 1e3)} kB at most in a step`,
    `time: ${(seconds.step * 1000).toFixed(1)} ms a step, ${inAll(seconds.epoch)} an epoch, ${inAll(seconds.run)} in all`,
  ].join('\n');
}
