import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { makeFolder } from '@neurite/command-kit/make-folder';
import { readIfThere } from '@neurite/command-kit/read-if-there';
import { lockRun } from '@neurite/command-kit/run-lock';
import { ArgumentError } from '@neurite/core/errors';
import { writeFileAtomic } from '@neurite/formats';
import { modelPathOf } from './model-file.js';

/** What a search depends on: with other options its trials are worth nothing. */
export type SearchIdentity = Readonly<Record<string, string | number | undefined | readonly string[]>>;

/**
 * Works in the folder of a run, alone: an interrupted search of the same file with the same options goes on there.
 *
 * @param fresh whether what is there may be deleted
 * @throws ArgumentError when another process works there, or the folder holds the search of another question
 */
export async function inTableRun(
  run: string,
  { file, identity, fresh }: { readonly file: string; readonly identity: SearchIdentity; readonly fresh: boolean },
  work: (trials: string) => Promise<void>,
): Promise<void> {
  await makeFolder(run);
  const release = await lockRun(run, 'search');
  const trials = `${run}/trials`;
  try {
    if (fresh) await rm(trials, { recursive: true, force: true });
    const path = `${trials}/search.json`;
    const sha256 = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    const wanted = JSON.stringify({ sha256, ...identity });
    const found = await readIfThere(path);
    if (found === undefined) {
      await rm(modelPathOf(run), { force: true });
      await writeFileAtomic(path, wanted);
    } else if (found !== wanted) {
      throw new ArgumentError({
        where: run,
        problem: 'the folder holds the search of another file, or with other options',
        advice: 'Choose another folder with --run, or add --fresh to delete what is there',
      });
    }
    await work(trials);
  } finally {
    release();
  }
}
