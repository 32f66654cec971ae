import { build, countParameters, hostArray } from '@neurite/core';
import type { ExaminedArrays, ExaminedColumns } from '@neurite/data-validation/examined-data';
import type { ImageSet } from '../images/image-classes.js';
import { SIDE } from '../images/small-image.js';
import { buildNetwork } from '../images/train-images.js';
import type { NetworkConfig } from '../network/network-config.js';
import { classesOf, makeSamples, type Sample } from '../network/samples.js';
import { networkOf } from '../network/task.js';
import type { ExaminationInput, ExaminationResult } from './examination-job.js';

/** Examines what a training would learn from, and what it is tested on. */
export async function examineData(input: ExaminationInput): Promise<ExaminationResult> {
  // Who only trains does not load it.
  const [{ examine }, { findingLines }] = await Promise.all([
    import('@neurite/data-validation/examine'),
    import('@neurite/data-validation/examination-text'),
  ]);
  if (input.examined === 'points') {
    const { config } = input;
    const { train, test } = makeSamples(config);
    const tested = test.length === 0 ? undefined : pointColumns(test, config);
    const options = { target: TARGET, parameters: parametersOfNetwork(config) };
    return findingLines(await examine(pointColumns(train, config), tested, options));
  }
  const { train, test, classes } = input;
  const tested = test.labels.length === 0 ? undefined : imageArrays(test);
  // They come class by class, and are shuffled in each epoch.
  const options = { classes, parameters: parametersOfImages(classes.length), skip: ['ordered-rows'] };
  return findingLines(await examine(imageArrays(train), tested, options));
}

const TARGET = 'class';

/** Points by their coordinates: what else the network sees follows from these. */
function pointColumns(samples: readonly Sample[], config: NetworkConfig): ExaminedColumns {
  const column = (of: (sample: Sample) => number) => Float64Array.from(samples, of);
  const values = column(({ label }) => label);
  // They are called as beside the output.
  const categories = Array.from({ length: classesOf(config) }, (_, label) => String(label + 1));
  return {
    columns: {
      'x₁': { type: 'number', values: column(({ x1 }) => x1) },
      'x₂': { type: 'number', values: column(({ x2 }) => x2) },
      [TARGET]: categories.length === 0 ? { type: 'number', values } : { type: 'category', values, categories },
    },
  };
}

function imageArrays({ pixels, labels }: ImageSet): ExaminedArrays {
  return { x: hostArray(pixels, [labels.length, SIDE, SIDE, 3]), y: labels };
}

function parametersOfNetwork(config: NetworkConfig): number {
  using model = build(networkOf(config), { input: [config.features.length], seed: config.seed });
  return countParameters(model).total;
}

function parametersOfImages(classes: number): number {
  using model = buildNetwork(classes);
  return countParameters(model).total;
}
