import { readdir, readFile, rm } from 'node:fs/promises';
import { ArgumentError } from '@neurite/core';
import { writeFileAtomic } from '@neurite/formats';
import type { Training } from './model-file.js';

/** Where the checkpoints of a run lie until it has ended. */
export function checkpointFolder(run: string): string {
  return `${run}/checkpoints`;
}

/**
 * Makes sure that the checkpoints in a run's folder are those of this training, so that it goes on with them.
 *
 * @param fresh whether those of an interrupted run may be thrown away
 * @throws ArgumentError when an interrupted run with other options is there
 */
export async function claimRun(run: string, training: Training, fresh: boolean): Promise<void> {
  const path = `${checkpointFolder(run)}/options.json`;
  if (fresh) await removeCheckpoints(run);
  const wanted = JSON.stringify(training);
  const files = await readdir(checkpointFolder(run)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  // A run that was ended at once has options, and nothing to go on from.
  if (files.some((file) => file.endsWith('.safetensors'))) {
    const found = await readFile(path, 'utf8');
    if (found !== wanted) {
      throw new ArgumentError({
        where: run,
        problem: `an interrupted run with other options waits there: ${found}`,
        advice: 'Finish it with these options, or add --fresh to throw it away',
      });
    }
  }
  await writeFileAtomic(path, wanted);
}

export async function removeCheckpoints(run: string): Promise<void> {
  await rm(checkpointFolder(run), { recursive: true, force: true });
}
