import { ArgumentError, type Callback, checkInteger, checkOptions, type Run, resolveOptions } from '@neurite/core';
import { dispose } from '@tensorflow/tfjs-core';
import { CheckpointFiles } from '../internal/checkpoint-file.js';
import { assertMonitor, isBetter, type Mode, monitored, resolveMode } from '../internal/monitor.js';
import { fileOfStep, loadNewest, newestFirst } from '../internal/numbered-checkpoints.js';
import { sayWarning } from '../internal/say-warning.js';
import type { Storage } from '../internal/storage.js';
import { storageAt } from '../internal/storage-at.js';

/** When checkpoints are written, and which stay. */
export type CheckpointsOptions = {
  /** After every how many epochs, or steps, one is written: an integer of at least 1. Default `{ epochs: 1 }`. */
  readonly every?: { readonly epochs: number } | { readonly steps: number };
  /** How many of the last ones stay: an integer of at least 1. Default 3. */
  readonly keep?: number;
  /** What decides which one is also kept as `best.safetensors`, e.g. `validation.loss`. Default: none is. */
  readonly best?: string;
  /** Whether a smaller or a larger value of `best` is better. Default `min` for a loss; must be given for a metric. */
  readonly mode?: Mode;
  /** Whether a run goes on where the newest checkpoint in the folder stands. Default true. */
  readonly resume?: boolean;
  /**
   * Whether one is written when the run fails, as Lightning's `OnExceptionCheckpoint`, so that it goes on there; not where the
   * error came from a callback, since others may not have seen the same steps. Default false.
   */
  readonly onException?: boolean;
  /** Called with a sentence when a checkpoint cannot be read and an older one is taken, or none can be written on an error. Default: a process warning, in a page one of the console. */
  readonly warn?: (message: string) => void;
};

const name = 'checkpoints';

/**
 * Writes where the run stands, so that a killed run goes on and ends with the same bits as one that was not: in Node
 * in a folder of the file system, in a page in one of the origin private file system, so that a closed tab goes on.
 *
 * A checkpoint is one safetensors file with a checksum, `step-00000120.safetensors`: the parameters and buffers, the
 * optimizer's state, averages of weights, step, epoch and position in the data, seed, and what every callback remembers. It is
 * written whole or not at all. The history, which grows, is beside it in `history.jsonl`, a line for each epoch. A checkpoint
 * is also written when the run stops early, for whatever reason but an error, and at the end. To go on, call `fit` again with
 * the same arguments; `epochs` may be larger.
 *
 * @param folder holds the checkpoints of one run; it is made when it is missing
 * @throws ArgumentError for options out of range; when training begins, for a name that is not reported, and for
 *   `resume: false` with a folder that has checkpoints
 * @throws FormatError, or the error of the file system, when training begins and no checkpoint of the folder can be
 *   read. One that cannot be read is renamed to `….broken`, with a warning, and the one before it is taken
 * @example
 * const callbacks = [checkpoints('runs/digits', { every: { steps: 200 }, keep: 2, best: 'validation.loss' })];
 */
export function checkpoints(folder: string, options: CheckpointsOptions = {}): Callback {
  const { every, keep, best, mode, resume, onException, warn } = resolveOptions(name, options, {
    every: { epochs: 1 },
    keep: 3,
    best: undefined,
    mode: undefined,
    resume: true,
    onException: false,
    warn: sayWarning,
  });
  checkOptions(`${name} (every)`, every, ['epochs', 'steps']);
  for (const [unit, value] of Object.entries(every)) checkInteger(name, unit, value, { min: 1 });
  checkInteger(name, 'keep', keep, { min: 1 });
  const direction = best === undefined ? 'min' : resolveMode(name, best, mode);
  let bestValue: number | undefined;
  let opened: { readonly storage: Storage; readonly files: CheckpointFiles } | undefined;
  const open = (): NonNullable<typeof opened> => {
    const storage = storageAt(name, folder);
    return { storage, files: new CheckpointFiles(storage) };
  };

  /** Whether the epoch that has just ended is the best so far. */
  const improves = ({ history }: Run): boolean => {
    if (best === undefined) return false;
    const value = monitored(name, 'best', best, history.at(-1)!);
    if (!isBetter(value, bestValue, direction)) return false;
    bestValue = value;
    return true;
  };
  const write = async (run: Run, names: readonly string[]): Promise<void> => {
    const { files } = opened!; // `trainBegin` has opened it
    const snapshot = await run.snapshot();
    try {
      for (const file of names) await files.save(file, snapshot);
    } finally {
      dispose(Object.values(snapshot.tensors));
    }
  };
  const isDue = (run: Run, point: 'step' | 'epoch'): boolean => {
    const ended = run.stopped !== undefined || (point === 'epoch' && run.history.length === run.epochs);
    if (ended) return true;
    return 'steps' in every
      ? point === 'step' && run.step % every.steps === 0
      : point === 'epoch' && run.history.length % every.epochs === 0;
  };

  return {
    name,
    firstOnly: true,
    resume: async () => {
      opened = open();
      const { storage, files } = opened;
      await storage.clean();
      const found = newestFirst(await storage.list());
      if (found.length === 0) return undefined;
      if (!resume) {
        throw new ArgumentError({
          where: name,
          argument: 'folder',
          expected: 'have no checkpoints when `resume` is false',
          received: `${folder} with ${found.length}`,
          advice: 'Remove them, or take another folder',
        });
      }
      return loadNewest(storage, { files, names: found, warn });
    },
    trainBegin: (run, saved) => {
      // Another callback may have resumed the run before this one was asked.
      opened ??= open();
      if (best !== undefined) assertMonitor(name, 'best', best, run);
      // Written by `save` below, in a file whose format has been checked.
      bestValue = (saved?.json as { best: number | null } | undefined)?.best ?? undefined;
    },
    checkpoint: async (run, point) => {
      const improved = point === 'epoch' && improves(run);
      const due = isDue(run, point);
      if (!improved && !due) return;
      await write(run, [...(improved ? ['best.safetensors'] : []), ...(due ? [fileOfStep(run.step)] : [])]);
      const { storage } = opened!; // `trainBegin` has opened it
      for (const file of newestFirst(await storage.list()).slice(keep)) await storage.remove(file);
    },
    exception: async (run) => {
      if (!onException) return;
      try {
        await write(run, [fileOfStep(run.step)]);
      } catch (error) {
        // The error of the run is the one to tell.
        warn(
          `${name}: ${fileOfStep(run.step)} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    },
    trainEnd: () => {
      opened = undefined;
    },
    save: () => ({ json: { best: bestValue ?? null } }),
  };
}
