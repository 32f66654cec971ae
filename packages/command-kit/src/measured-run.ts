import { readdir, rm } from 'node:fs/promises';
import { ArgumentError, FormatError } from '@neurite/core/errors';
import { writeFileAtomic } from '@neurite/formats/write-file-atomic';
import { makeFolder } from './make-folder.js';
import { readIfThere, unlessMissing } from './read-if-there.js';
import { lockRun } from './run-lock.js';

export type MeasuredRunOptions = {
  /** What is done in the folder, for the sentence that refuses another process: `comparison`. */
  readonly work: string;
  /** What the measurements depend on, as text: a run goes on with the same only. */
  readonly identity: string;
  /** Whether what was measured before may be deleted. */
  readonly fresh: boolean;
  /** An identity as it is written on the command line. */
  readonly describe: (identity: string) => string;
  /** Called before the first measurement of a run that does not go on. Default: nothing. */
  readonly begin?: () => Promise<void>;
};

/**
 * Works in the folder of a run, alone: an interrupted run with the same identity goes on there.
 *
 * @param run the folder; it is made where it is missing
 * @param work gets what was measured before
 * @throws ArgumentError when another process works there, or the run there has another identity
 */
export async function inMeasuredRun<T>(
  run: string,
  options: MeasuredRunOptions,
  work: (measurements: Measurements) => Promise<T>,
): Promise<T> {
  await makeFolder(run);
  const release = await lockRun(run, options.work);
  try {
    return await work(await openMeasurements(run, options));
  } finally {
    release();
  }
}

async function openMeasurements(
  run: string,
  { identity, fresh, describe, begin }: MeasuredRunOptions,
): Promise<Measurements> {
  const folder = `${run}/measurements`;
  if (fresh) await rm(folder, { recursive: true, force: true });
  const path = `${folder}/options.json`;
  const found = await readIfThere(path);
  if (found === undefined) {
    await begin?.();
    await writeFileAtomic(path, identity);
  } else if (found !== identity) {
    throw new ArgumentError({
      where: run,
      problem: `the folder holds a run with other options: ${describe(found)}`,
      advice: 'Go on with these options, choose another folder with --run, or add --fresh to delete what was measured',
    });
  }
  const files = (await unlessMissing(readdir(folder))) ?? [];
  return new Measurements(folder, new Set(files));
}

/** What was measured, a file for each measurement, written whole or not at all. */
export class Measurements {
  readonly #folder: string;
  readonly #files: Set<string>;

  constructor(folder: string, files: Set<string>) {
    this.#folder = folder;
    this.#files = files;
  }

  has(name: string): boolean {
    return this.#files.has(`${name}.json`);
  }

  /** What was measured before under this name, or what is measured now. */
  async once<T>(name: string, measure: () => Promise<T>): Promise<T> {
    const path = `${this.#folder}/${name}.json`;
    if (this.has(name)) return read<T>(path);
    const result = await measure();
    await writeFileAtomic(path, JSON.stringify(result));
    this.#files.add(`${name}.json`);
    return result;
  }
}

async function read<T>(path: string): Promise<T> {
  try {
    return JSON.parse((await readIfThere(path)) ?? '') as T;
  } catch (cause) {
    const problem = 'the file does not hold a measurement';
    throw new FormatError({ where: path, problem, advice: 'Delete it, and it is measured again', cause });
  }
}
