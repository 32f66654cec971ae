import { makeFolder } from '@neurite/command-kit/make-folder';
import { lockRun } from '@neurite/command-kit/run-lock';
import { stepTimes } from '@neurite/command-kit/step-times';
import { ArgumentError, build, countParameters } from '@neurite/core';
import { examine } from '@neurite/data-validation';
import { calibrateDoubt } from '@neurite/digits-model/calibrate-doubt';
import { DEFAULT_CONFIG } from '@neurite/digits-model/config';
import type { Training } from '@neurite/digits-model/model-file';
import { INPUT_SHAPE, networkOf } from '@neurite/digits-model/network';
import { recipe } from '@neurite/digits-model/recipe';
import { softmaxCrossEntropy } from '@neurite/losses';
import { accuracy } from '@neurite/metrics';
import { checkpoints, csvLogger, fit, jsonLinesLogger, progressBar, stopOnInterrupt } from '@neurite/training';
import { turnOn } from './backend.js';
import type { Backend } from './backend-names.js';
import { describeData, loadDigits } from './digits.js';
import { checkpointFolder, claimRun, removeCheckpoints } from './interrupted-run.js';
import type { Processes } from './processes.js';
import { readConfig } from './read-config.js';
import { saveModel } from './saved-model.js';
import { findMistakes, testModel } from './test-model.js';
import { versions } from './versions.js';
import { writeResults } from './write-results.js';

type TrainOptions = {
  readonly epochs: number;
  /** One epoch, whatever `epochs` says by default. */
  readonly quick?: boolean;
  readonly seed: number;
  readonly data?: string;
  /** The path of a configuration, as `tune` writes it. */
  readonly config?: string;
  readonly run: string;
  readonly backend: Backend;
  /** How many processes train together. */
  readonly ranks?: number;
  readonly fresh?: boolean;
  readonly overwrite?: boolean;
};

/** Trains, sets the doubt by the validation digits, tests once, and writes the folder of the run. */
export async function trainCommand(options: TrainOptions, { parallel, prepare }: Processes = {}): Promise<void> {
  const { epochs: asked, quick = false, seed, data, config, run, backend: wanted, ranks = 1 } = options;
  const { fresh = false, overwrite = false } = options;
  const isFirst = parallel === undefined || parallel.rank === 0;
  const start = parallel === undefined && ranks > 1 ? await startOf(ranks, prepare) : undefined;
  const epochs = quick ? 1 : asked;
  const training: Training = {
    seed,
    epochs,
    data: data ?? 'mnist',
    ...(config === undefined ? {} : { config: await readConfig(config) }),
  };
  const parts = await loadDigits(training);
  if (parallel === undefined) {
    // For those that are started, too.
    await makeFolder(run);
    await lockRun(run, 'training');
    await claimRun(run, training, { fresh, overwrite });
  }
  if (start !== undefined) return start();
  const backend = await turnOn(wanted, parallel?.size);
  if (isFirst) console.log(`${describeData(parts)}\non ${backend.reason ?? backend.name}\n`);

  const architecture = training.config ?? DEFAULT_CONFIG;
  using model = build(networkOf(architecture), { input: INPUT_SHAPE, seed });
  const times = stepTimes();
  const { batches, optimizer } = recipe(parts.train, training);
  const history = await fit(model, batches, {
    epochs,
    validation: parts.validation.batch(256),
    loss: softmaxCrossEntropy,
    metrics: { accuracy },
    optimizer,
    callbacks: [
      progressBar(),
      csvLogger(`${run}/history.csv`),
      // For `npm run watch`.
      jsonLinesLogger(`${run}/events.jsonl`, {
        every: { steps: 10 },
        hyperparameters: { ...architecture, data: training.data },
      }),
      checkpoints(checkpointFolder(run)),
      stopOnInterrupt({
        say: () => {
          if (isFirst) console.error('\nStopping; the next start goes on from here. Ctrl-C once more ends at once.');
        },
      }),
      times,
    ],
    seed,
    parallel,
  });
  if (!isFirst) return;
  const trainSeconds = history.epochs.reduce((sum, { seconds }) => sum + seconds, 0);
  await calibrateDoubt(model, parts.validation);
  await saveModel(run, model, training);
  const test = await testModel(model, parts.test);
  const summary = {
    testAccuracy: test.accuracy,
    trainSeconds,
    stepMilliseconds: times.median(),
    backend: backend.name,
    parameters: countParameters(model).total,
    ...training,
    versions: versions(),
  };
  const mistakes = await findMistakes(model, parts.test);
  const examination = await examine(parts.train, parts.test, { parameters: summary.parameters });
  await writeResults(run, { summary, test, mistakes, epochs: history.epochs, data: examination });
  await removeCheckpoints(run);
  console.log(`\n${run}: report.html, summary.json, history.csv, confusion.csv, model.safetensors`);
  console.log(lastLine(test.accuracy, parts.test.size!, epochs, trainSeconds, backend.name));
}

async function startOf(ranks: number, prepare: Processes['prepare']): ReturnType<NonNullable<Processes['prepare']>> {
  if (prepare !== undefined) return prepare(ranks);
  throw new ArgumentError({
    where: 'npm start',
    argument: 'ranks',
    expected: 'be 1 where this program is started by itself',
    received: String(ranks),
    advice: 'Start it by npm start, which knows mpirun',
  });
}

function lastLine(accuracy: number, unseen: number, epochs: number, seconds: number, backend: string): string {
  return [
    `test accuracy ${(100 * accuracy).toFixed(1)} % on ${unseen.toLocaleString('en')} unseen digits`,
    `${epochs} ${epochs === 1 ? 'epoch' : 'epochs'} in ${seconds.toFixed(0)} s`,
    backend,
  ].join(' · ');
}
