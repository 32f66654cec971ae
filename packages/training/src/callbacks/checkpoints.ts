import { type Callback, checkInteger, type Run, resolveOptions } from '@neurite/core';
import { CheckpointFiles } from '../internal/checkpoint-file.js';
import { type CheckpointsOptions, checkInterval, isCheckpointDue } from '../internal/checkpoints-options.js';
import { assertMonitor, isBetter, monitored, resolveMode } from '../internal/monitor.js';
import { assertNone, fileOfStep, loadNewest, newestFirst } from '../internal/numbered-checkpoints.js';
import { sayWarning } from '../internal/say-warning.js';
import { storageAt } from '../internal/storage-at.js';

export type { CheckpointsOptions } from '../internal/checkpoints-options.js';

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
  checkInterval(name, every);
  checkInteger(name, 'keep', keep, { min: 1 });
  const direction = best === undefined ? 'min' : resolveMode(name, best, mode);
  let bestValue: number | undefined;
  let files: CheckpointFiles | undefined;
  let last: string | undefined;
  const open = (): CheckpointFiles => new CheckpointFiles(storageAt(name, folder));

  /** Whether the epoch that has just ended is the best so far. */
  const improves = ({ history }: Run): boolean => {
    if (best === undefined) return false;
    const value = monitored(name, 'best', best, history.at(-1)!);
    if (!isBetter(value, bestValue, direction)) return false;
    bestValue = value;
    return true;
  };

  return {
    name,
    firstOnly: true,
    resume: async () => {
      files = open();
      await files.storage.clean();
      const found = newestFirst(await files.storage.list());
      if (!resume) assertNone(name, folder, found);
      if (found.length === 0) return undefined;
      const { file, snapshot } = await loadNewest(files, found, warn);
      last = files.storage.pathOf(file);
      return snapshot;
    },
    trainBegin: (run, saved) => {
      // Another callback may have resumed the run before this one was asked.
      files ??= open();
      if (best !== undefined) assertMonitor(name, 'best', best, run);
      // Written by `save` below, in a file whose format has been checked.
      bestValue = (saved?.json as { best: number | null } | undefined)?.best ?? undefined;
    },
    checkpoint: async (run, point) => {
      const improved = point === 'epoch' && improves(run);
      const due = isCheckpointDue(run, point, every);
      if (!improved && !due) return;
      const { storage } = files!; // `trainBegin` has opened it
      await files!.saveRun(run, [...(improved ? ['best.safetensors'] : []), ...(due ? [fileOfStep(run.step)] : [])]);
      if (due) last = storage.pathOf(fileOfStep(run.step));
      for (const file of newestFirst(await storage.list()).slice(keep)) await storage.remove(file);
    },
    exception: async (run) => {
      if (!onException) return;
      const file = fileOfStep(run.step);
      try {
        await files!.saveRun(run, [file]);
      } catch (error) {
        // The error of the run is the one to tell.
        warn(`${name}: ${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
    trainEnd: () => {
      files = undefined;
    },
    lastCheckpoint: () => last,
    save: () => ({ json: { best: bestValue ?? null } }),
  };
}
