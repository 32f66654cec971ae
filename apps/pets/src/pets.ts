import { rm } from 'node:fs/promises';
import { useWasm } from '@neurite/backend-wasm';
import { progressLine } from '@neurite/command-kit/progress-line';
import { countParameters } from '@neurite/core';
import { ArgumentError } from '@neurite/core/errors';
import { examine } from '@neurite/data-validation';
import { loadPhotographs } from './data/photographs.js';
import { evaluatePart } from './evaluate/evaluate.js';
import { explain } from './explain/explain.js';
import { train } from './learn/train.js';
import { loadPets } from './model/model-file.js';
import { findingsText } from './report/findings-text.js';
import { writeReport } from './report/write-report.js';
import { checkpointsOf, inRun } from './run/in-run.js';
import { EPOCHS, EXPLAINED, type Options, SIZES } from './settings.js';

export type PetsOptions = {
  readonly data?: string;
  readonly faults: Options['faults'];
  readonly size?: number;
  readonly epochs?: number;
  readonly seed: number;
  readonly quick?: boolean;
  readonly weights?: string;
  readonly probe?: boolean;
  readonly run?: string;
  readonly fresh?: boolean;
};

/**
 * Photographs come folder by folder, and are shuffled later; and what looks for wrong labels knows too little of what
 * photographs show: the most certain wrong answers of the trained network tell more.
 */
const NOT_EXAMINED = ['ordered-rows', 'label-errors'];

/** Examines photographs, trains a network on them, tests it once, and writes what follows. */
export async function petsCommand(given: PetsOptions): Promise<void> {
  const options = optionsOf(given);
  const run = given.run ?? (options.quick ? 'runs/pets-quick' : 'runs/pets');
  const bar = progressLine();
  bar.show(0, { stage: 'reading the photographs', detail: options.data });
  const photographs = await loadPhotographs(options);
  await inRun(run, { options, photographs, fresh: given.fresh ?? false }, async (measurements) => {
    await useWasm();
    bar.show(0, { stage: 'examining the photographs', detail: '' });
    const examination = await measurements.once('examination', () =>
      examine(photographs.train, photographs.test, {
        classes: photographs.classes,
        seed: options.seed,
        skip: NOT_EXAMINED,
      }),
    );
    bar.clear();
    const trained = await measurements.once('training', () => train(run, photographs, options));
    const { model: network, card } = await loadPets(run);
    const { temperature } = card;
    try {
      bar.show(0.95, { stage: 'testing', detail: '' });
      const classes = photographs.classes.length;
      const evaluation = await evaluatePart(network, photographs.test, { classes, temperature });
      const { probabilities } = evaluation;
      const count = options.quick ? EXPLAINED.quick : EXPLAINED.usual;
      bar.show(0.97, { stage: 'explaining', detail: '' });
      const explained = await explain(network, photographs, { probabilities, temperature, count });
      bar.clear();
      const parameters = countParameters(network).total;
      const findings = { options, photographs, examination, trained, evaluation, temperature, parameters, explained };
      await writeReport(run, findings);
      process.stdout.write(`${findingsText(findings, { run, width: process.stdout.columns || 80 })}\n`);
    } finally {
      network.dispose();
    }
    await rm(checkpointsOf(run), { recursive: true, force: true });
  });
}

function optionsOf({ data, faults, seed, quick = false, weights, probe = false, size, epochs }: PetsOptions): Options {
  if (data === undefined) {
    throw new ArgumentError({
      where: 'npm run pets',
      problem:
        'it needs photographs, in a folder with a folder for each class (pets/cat/1.jpg, pets/dog/1.jpg) or with two such folders, train and test',
      advice:
        'Name it with --data <folder>; 25,000 photographs of cats and dogs are the “Kaggle Cats and Dogs Dataset” at https://www.microsoft.com/en-us/download/details.aspx?id=54765',
    });
  }
  if (probe && weights === undefined) {
    throw new ArgumentError({
      where: 'npm run pets',
      argument: '--probe',
      expected: 'come with --weights <file>',
      received: 'no weights',
      advice: 'A last layer can learn only from features that somebody has learned before',
    });
  }
  const usual = weights === undefined ? EPOCHS.scratch : EPOCHS.weights;
  return {
    ...{ data, faults, seed, quick, probe },
    size: size ?? (quick ? SIZES.quick : SIZES.usual),
    epochs: epochs ?? (quick ? EPOCHS.quick : usual),
    ...(weights !== undefined && { weights }),
  };
}
