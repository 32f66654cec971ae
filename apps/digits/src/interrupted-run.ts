import { readdir, rm } from 'node:fs/promises';
import { readIfThere, unlessMissing } from '@neurite/command-kit/read-if-there';
import { ArgumentError } from '@neurite/core';
import type { Training } from '@neurite/digits-model/model-file';
import { writeFileAtomic } from '@neurite/formats';
import { timeOfModel } from './saved-model.js';

/** The folder of a run's checkpoints, which is there until the run has ended. */
export function checkpointFolder(run: string): string {
  return `${run}/checkpoints`;
}

/**
 * Makes sure that a training may write into a run's folder: it goes on with the checkpoints there, or begins anew.
 *
 * @param fresh whether the checkpoints of an interrupted run may be deleted
 * @param overwrite whether a finished model may be replaced
 * @throws ArgumentError when the folder holds a finished model, or an interrupted run with other options
 */
export async function claimRun(
  run: string,
  training: Training,
  { fresh, overwrite }: { readonly fresh: boolean; readonly overwrite: boolean },
): Promise<void> {
  const path = `${checkpointFolder(run)}/options.json`;
  const wanted = JSON.stringify(training);
  const files = await unlessMissing(readdir(checkpointFolder(run)));
  // A run that was stopped before its first checkpoint has options only.
  const resumable = files?.some((file) => file.endsWith('.safetensors')) ?? false;
  if (resumable && !fresh) {
    // Beside a finished model, they are of a run that was told to replace it.
    const found = await readIfThere(path);
    if (found !== wanted) throw otherOptions(run, path, found);
    return;
  }
  const saved = await timeOfModel(run);
  if (saved !== undefined && !overwrite) {
    throw new ArgumentError({
      where: run,
      problem: `the folder holds a finished model, of ${saved.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })}`,
      advice: 'Add --overwrite to replace it, or choose another folder with --run',
    });
  }
  await removeCheckpoints(run);
  await writeFileAtomic(path, wanted);
}

function otherOptions(run: string, path: string, found: string | undefined): ArgumentError {
  if (found === undefined) {
    return new ArgumentError({
      where: path,
      problem: 'the file is missing, which says with which options the checkpoints beside it were made',
      advice: 'Add --fresh to delete them and begin again',
    });
  }
  return new ArgumentError({
    where: run,
    problem: `the folder holds an interrupted run with other options: ${describe(found)}`,
    advice: 'Finish it with these options, or add --fresh to delete it',
  });
}

/** Options as they are written on the command line. */
function describe(json: string): string {
  try {
    const { seed, epochs, data, config } = JSON.parse(json) as Partial<Training>;
    const configured = config === undefined ? '' : `, and --config with ${JSON.stringify(config)}`;
    return `--epochs ${epochs} --seed ${seed}${data === 'mnist' ? '' : ` --data ${data}`}${configured}`;
  } catch {
    return 'some that cannot be read';
  }
}

export async function removeCheckpoints(run: string): Promise<void> {
  await rm(checkpointFolder(run), { recursive: true, force: true });
}
