import {
  ArgumentError,
  type Callback,
  checkInteger,
  checkOptions,
  NeuriteError,
  type Run,
  resolveOptions,
  type Snapshot,
} from '@neurite/core';
import { dispose } from '@tensorflow/tfjs-core';
import { loadSnapshot, saveSnapshot } from '../internal/checkpoint-file.js';
import { assertMonitor, isBetter, type Mode, monitored, resolveMode } from '../internal/monitor.js';

/** When checkpoints are written, and which stay. */
export type CheckpointsOptions = {
  /** After every how many epochs, or steps, one is written: an integer of at least 1. */
  readonly every?: { readonly epochs: number } | { readonly steps: number };
  /** How many of the last ones stay: an integer of at least 1. */
  readonly keep?: number;
  /** What decides which one is also kept as `best.safetensors`, e.g. `validation.loss`. Default: none is. */
  readonly best?: string;
  /** Whether a smaller or a larger value of `best` is better. Default `min` for a loss; must be given for a metric. */
  readonly mode?: Mode;
  /** Whether a run goes on where the newest checkpoint in the folder stands. */
  readonly resume?: boolean;
  /** Called with a sentence when a checkpoint cannot be read and an older one is taken. Default: a process warning. */
  readonly warn?: (message: string) => void;
};

const name = 'checkpoints';
const pattern = /^step-(\d{8,})\.safetensors$/;

/**
 * Writes where the run stands, so that a killed run goes on and ends with the same bits as one that was not. Node only.
 *
 * A checkpoint is one safetensors file, `step-00000120.safetensors`, with the parameters and buffers, the
 * optimizer's state, step, epoch and position in the data, seed, history, and what every callback remembers. It is
 * written whole or not at all. One is also written when the run stops early, for whatever reason but an error, and at
 * the end. To go on, call `fit` again with the same arguments; `epochs` may be larger.
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
  const { every, keep, best, mode, resume, warn } = resolveOptions(name, options, {
    every: { epochs: 1 },
    keep: 3,
    best: undefined,
    mode: undefined,
    resume: true,
    warn: processWarning,
  });
  checkOptions(`${name} (every)`, every, ['epochs', 'steps']);
  for (const [unit, value] of Object.entries(every)) checkInteger(name, unit, value, { min: 1 });
  checkInteger(name, 'keep', keep, { min: 1 });
  const direction = best === undefined ? 'min' : resolveMode(name, best, mode);
  let bestValue: number | undefined;

  /** Whether the epoch that has just ended is the best so far. */
  const improves = ({ history }: Run): boolean => {
    if (best === undefined) return false;
    const value = monitored(name, 'best', best, history.at(-1)!);
    if (!isBetter(value, bestValue, direction)) return false;
    bestValue = value;
    return true;
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
    resume: async () => {
      const files = await listCheckpoints(folder);
      if (files.length === 0) return undefined;
      if (!resume) {
        throw new ArgumentError({
          where: name,
          argument: 'folder',
          expected: 'have no checkpoints when `resume` is false',
          received: `${folder} with ${files.length}`,
          advice: 'Remove them, or take another folder',
        });
      }
      return loadNewest(folder, files, warn);
    },
    trainBegin: (run, saved) => {
      if (best !== undefined) assertMonitor(name, 'best', best, run);
      // Written by `save` below, in a file whose format has been checked.
      bestValue = (saved?.json as { best: number | null } | undefined)?.best ?? undefined;
    },
    checkpoint: async (run, point) => {
      const improved = point === 'epoch' && improves(run);
      const due = isDue(run, point);
      if (!improved && !due) return;
      const { join } = process.getBuiltinModule('node:path');
      const snapshot = await run.snapshot();
      try {
        if (improved) await saveSnapshot(join(folder, 'best.safetensors'), snapshot);
        if (due) await saveSnapshot(join(folder, `step-${String(run.step).padStart(8, '0')}.safetensors`), snapshot);
      } finally {
        dispose(Object.values(snapshot.tensors));
      }
      await removeOld(folder, keep);
    },
    save: () => ({ json: { best: bestValue ?? null } }),
  };
}

/** The checkpoints of a folder, the newest first. */
async function listCheckpoints(folder: string): Promise<string[]> {
  const { readdir, rm } = process.getBuiltinModule('node:fs/promises');
  const { join } = process.getBuiltinModule('node:path');
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  // What a run left that was killed while it wrote.
  for (const left of names.filter((file) => /^\.(step-\d+|best)\.safetensors\..*\.tmp$/.test(file))) {
    await rm(join(folder, left), { force: true });
  }
  return newestFirst(names);
}

function newestFirst(names: readonly string[]): string[] {
  const step = (file: string): number => Number(pattern.exec(file)?.[1]);
  return names.filter((file) => pattern.test(file)).sort((a, b) => step(b) - step(a));
}

async function loadNewest(
  folder: string,
  files: readonly string[],
  warn: (message: string) => void,
): Promise<Snapshot> {
  const { rename } = process.getBuiltinModule('node:fs/promises');
  const { join } = process.getBuiltinModule('node:path');
  const broken: { readonly path: string; readonly error: unknown }[] = [];
  for (const file of files) {
    const path = join(folder, file);
    try {
      const snapshot = await loadSnapshot(path);
      for (const { path: bad, error } of broken) {
        // Out of the way, or it would be the newest again next time.
        await rename(bad, `${bad}.broken`);
        warn(`${describeError(bad, error)} The run goes on from ${path}; the broken file is now ${bad}.broken.`);
      }
      return snapshot;
    } catch (error) {
      // Whatever the reason is that one cannot be read: a disk that fails, a format that is none, too little memory.
      broken.push({ path, error });
    }
  }
  throw broken[0]!.error;
}

function describeError(path: string, error: unknown): string {
  return error instanceof NeuriteError ? error.message : `${path}: the file cannot be read: ${String(error)}.`;
}

async function removeOld(folder: string, keep: number): Promise<void> {
  const { readdir, rm } = process.getBuiltinModule('node:fs/promises');
  const { join } = process.getBuiltinModule('node:path');
  const files = newestFirst(await readdir(folder));
  await Promise.all(files.slice(keep).map((file) => rm(join(folder, file), { force: true })));
}

function processWarning(message: string): void {
  process.emitWarning(message, 'CheckpointWarning');
}
