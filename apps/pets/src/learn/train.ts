import { stepTimes } from '@neurite/command-kit/step-times';
import { freeze, setMode } from '@neurite/core';
import { softmaxCrossEntropy } from '@neurite/losses';
import { accuracy } from '@neurite/metrics';
import {
  checkpoints,
  csvLogger,
  fit,
  jsonLinesLogger,
  progressBar,
  stopOnInterrupt,
  updateStatistics,
} from '@neurite/training';
import type { Photographs } from '../data/photographs.js';
import { plainBatches } from '../data/pixels.js';
import { measureUsual } from '../evaluate/measure-usual.js';
import { chooseTemperature } from '../evaluate/temperature.js';
import { savePets } from '../model/model-file.js';
import { newNetwork } from '../model/torch-weights.js';
import { checkpointsOf } from '../run/in-run.js';
import type { Options } from '../settings.js';
import { recipe } from './recipe.js';

/** How a training went, as JSON. */
export type Trained = {
  readonly epochs: readonly {
    readonly epoch: number;
    readonly loss: number;
    readonly metrics: { readonly accuracy: number };
    readonly validation: { readonly loss: number; readonly metrics: { readonly accuracy: number } };
  }[];
  readonly seconds: number;
  /** The median, in milliseconds. */
  readonly stepMilliseconds: number;
};

/** Trains a network, or goes on where an interrupted training stood, and saves it into the folder of the run. */
export async function train(
  run: string,
  { classes, train, validation }: Photographs,
  options: Options,
): Promise<Trained> {
  const count = classes.length;
  const { size, epochs, seed, weights, probe } = options;
  using network = await newNetwork({ classes: count, seed, weights });
  if (probe) {
    freeze(network, 'layers.backbone');
    // Frozen alone, it would still move its running statistics.
    setMode(network, 'layers.backbone', 'inference');
  }
  const { batches, optimizer } = recipe(train, { classes: count, options });
  const times = stepTimes();
  const history = await fit(network, batches, {
    epochs,
    validation: plainBatches(validation, { classes: count, size: 64 }),
    loss: softmaxCrossEntropy,
    metrics: { accuracy },
    optimizer,
    callbacks: [
      progressBar(),
      csvLogger(`${run}/history.csv`),
      // For `npm run watch`.
      jsonLinesLogger(`${run}/events.jsonl`, { every: { steps: 10 } }),
      checkpoints(checkpointsOf(run)),
      stopOnInterrupt({
        say: () => console.error('\nStopping; the same command goes on from here. Ctrl-C once more ends at once.'),
      }),
      times,
    ],
    seed,
  });
  // The running means are those of the weights that were trained, and the model has their averages.
  await updateStatistics(network, batches, { seed });
  const temperature = await chooseTemperature(network, validation, count);
  const usual = await measureUsual(network, train, count);
  await savePets(run, { model: network, card: { version: 1, classes, size, temperature, usual } });
  return {
    epochs: history.epochs.map(({ epoch, loss, metrics, validation: held }) => ({
      ...{ epoch, loss, metrics },
      validation: { loss: held!.loss, metrics: held!.metrics }, // there is one
    })),
    seconds: history.epochs.reduce((sum, { seconds }) => sum + seconds, 0),
    stepMilliseconds: times.median(),
  };
}
