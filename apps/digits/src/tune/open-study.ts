import { makeFolder } from '@neurite/command-kit/make-folder';
import { readIfThere } from '@neurite/command-kit/read-if-there';
import { ArgumentError } from '@neurite/core';
import { writeFileAtomic } from '@neurite/formats';
import { createStudy, type Study, successiveHalvingPruner } from '@neurite/tuning';
import { journal } from '@neurite/tuning/journal';
import { DEFAULT_VALUES, digitSpace } from './space.js';

export type DigitStudy = Study<typeof digitSpace, 'maximize'>;

/** What results depend on besides hyperparameters: the same for all trials of a study. */
export type StudySettings = { readonly epochs: number; readonly seed: number; readonly data: string };

/** Trials are compared after the epochs 2, 6, 18 …: after the first one the best are not yet to be told from the others. */
const FIRST = 2;
/** One of so many goes on. */
const REDUCTION = 3;

/**
 * Begins the study in a folder, or goes on with it, with the default sampler and successive halving. The first trial is what
 * `npm start` trains.
 *
 * @throws ArgumentError when the folder holds a study with other settings
 */
export async function openStudy(folder: string, settings: StudySettings): Promise<DigitStudy> {
  await makeFolder(folder);
  const path = `${folder}/settings.json`;
  const wanted = JSON.stringify(settings);
  const found = await readIfThere(path);
  if (found !== undefined && found !== wanted) {
    throw new ArgumentError({
      where: folder,
      problem: `the folder holds a study with other settings: ${describe(found)}`,
      advice: 'Go on with these, or choose another name with --study',
    });
  }
  const study = await createStudy(digitSpace, {
    objectives: 'maximize',
    pruner: successiveHalvingPruner({
      minSteps: Math.min(FIRST, settings.epochs),
      reductionFactor: REDUCTION,
      maxSteps: settings.epochs,
    }),
    seed: settings.seed,
    log: journal(`${folder}/study.jsonl`),
  });
  if (found === undefined) {
    await writeFileAtomic(path, wanted);
    await study.enqueue(DEFAULT_VALUES);
  }
  return study;
}

function describe(json: string): string {
  try {
    const { epochs, seed, data } = JSON.parse(json) as Partial<StudySettings>;
    return `--epochs ${epochs} --seed ${seed}${data === 'mnist' ? '' : ` --data ${data}`}`;
  } catch {
    return 'some that cannot be read';
  }
}
