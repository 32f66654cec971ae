import { readdir, rm } from 'node:fs/promises';
import { cpus } from 'node:os';
import { makeFolder } from '@neurite/command-kit/make-folder';
import { readIfThere, unlessMissing } from '@neurite/command-kit/read-if-there';
import { lockRun } from '@neurite/command-kit/run-lock';
import { ArgumentError, FormatError } from '@neurite/core/errors';
import { writeFileAtomic } from '@neurite/formats';
import type { Options } from './settings.js';

/** Numbers of one machine and one Node belong together. */
const MACHINE = { node: process.versions.node, processor: cpus()[0]?.model ?? 'unknown' };

/**
 * Works in the folder of a run, alone: an interrupted run with the same options goes on there.
 *
 * @param fresh whether what is there may be deleted
 * @throws ArgumentError when another process works there, or the run there has other options
 */
export async function inRun(
  run: string,
  { options, fresh }: { readonly options: Options; readonly fresh: boolean },
  work: (measurements: Measurements) => Promise<void>,
): Promise<void> {
  await makeFolder(run);
  const release = await lockRun(run, 'comparison');
  try {
    await work(await openMeasurements(run, options, fresh));
  } finally {
    release();
  }
}

async function openMeasurements(run: string, options: Options, fresh: boolean): Promise<Measurements> {
  const folder = `${run}/measurements`;
  if (fresh) await rm(folder, { recursive: true, force: true });
  const path = `${folder}/options.json`;
  const wanted = JSON.stringify({ ...options, ...MACHINE });
  const found = await readIfThere(path);
  if (found === undefined) {
    // A network without its options may have learned something else.
    await rm(networkOf(run), { force: true });
    await writeFileAtomic(path, wanted);
  } else if (found !== wanted) {
    throw new ArgumentError({
      where: run,
      problem: `the folder holds a run with other options: ${describe(found)}`,
      advice: 'Go on with these options, choose another folder with --run, or add --fresh to delete what was measured',
    });
  }
  const files = (await unlessMissing(readdir(folder))) ?? [];
  return new Measurements(folder, new Set(files));
}

/** Where the network of a run is saved, whose layers are looked into. */
export function networkOf(run: string): string {
  return `${run}/model.safetensors`;
}

/** Options as they are written on the command line. */
function describe(json: string): string {
  try {
    const { seed, epochs, quick, pets, node, processor } = JSON.parse(json) as Partial<Options & typeof MACHINE>;
    const given = [
      `--seed ${seed} --epochs ${epochs}`,
      ...(quick === true ? ['--quick'] : []),
      ...(pets === undefined ? [] : [`--pets ${pets}`]),
    ].join(' ');
    return node === MACHINE.node && processor === MACHINE.processor
      ? given
      : `${given}, with Node ${node} on ${processor}`;
  } catch {
    return 'some that cannot be read';
  }
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
