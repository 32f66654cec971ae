import { readdir, readFile, rm } from 'node:fs/promises';
import { ArgumentError } from '@neurite/core';
import type { Training } from '@neurite/digits-model/model-file';
import { writeFileAtomic } from '@neurite/formats';

/** The folder of a run's checkpoints, which is there until the run has ended. */
export function checkpointFolder(run: string): string {
  return `${run}/checkpoints`;
}

/**
 * Makes sure that the checkpoints in a run's folder belong to this training, so that it can resume from them.
 *
 * @param fresh whether the checkpoints of an interrupted run may be deleted
 * @throws ArgumentError when the folder holds an interrupted run with other options
 */
export async function claimRun(run: string, training: Training, fresh: boolean): Promise<void> {
  const path = `${checkpointFolder(run)}/options.json`;
  if (fresh) await removeCheckpoints(run);
  const wanted = JSON.stringify(training);
  const files = await readdir(checkpointFolder(run)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  // A run that was stopped before its first checkpoint has options only.
  if (files.some((file) => file.endsWith('.safetensors'))) {
    const found = await readFile(path, 'utf8');
    if (found !== wanted) {
      throw new ArgumentError({
        where: run,
        problem: `the folder holds an interrupted run with other options: ${found}`,
        advice: 'Finish it with these options, or add --fresh to delete it',
      });
    }
  }
  await writeFileAtomic(path, wanted);
}

export async function removeCheckpoints(run: string): Promise<void> {
  await rm(checkpointFolder(run), { recursive: true, force: true });
}
