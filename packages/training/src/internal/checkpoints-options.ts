import { checkInteger, checkOptions, type Run } from '@neurite/core';
import type { Mode } from './monitor.js';

/** After every how many epochs, or steps. */
export type CheckpointInterval = { readonly epochs: number } | { readonly steps: number };

/** When checkpoints are written, and which stay. */
export type CheckpointsOptions = {
  /** After every how many epochs, or steps, one is written: an integer of at least 1. Default `{ epochs: 1 }`. */
  readonly every?: CheckpointInterval;
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

/** @throws ArgumentError for an interval that is none */
export function checkInterval(where: string, every: CheckpointInterval): void {
  checkOptions(`${where} (every)`, every, ['epochs', 'steps']);
  for (const [unit, value] of Object.entries(every)) checkInteger(where, unit, value, { min: 1 });
}

/** Whether a checkpoint is due after a step, or an epoch: also when the run ends. */
export function isCheckpointDue(run: Run, point: 'step' | 'epoch', every: CheckpointInterval): boolean {
  const ended = run.stopped !== undefined || (point === 'epoch' && run.history.length === run.epochs);
  if (ended) return true;
  return 'steps' in every
    ? point === 'step' && run.step % every.steps === 0
    : point === 'epoch' && run.history.length % every.epochs === 0;
}
