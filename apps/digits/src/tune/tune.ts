import { writeFileAtomic } from '@neurite/formats';
import { optimize } from '@neurite/tuning';
import { turnOn } from '../backend.js';
import type { Backend } from '../backend-names.js';
import { describeData, loadDigits } from '../digits.js';
import { listenForInterrupt } from './interrupt.js';
import { liveTable } from './live-table.js';
import { type DigitStudy, openStudy, type StudySettings } from './open-study.js';
import { configOf } from './space.js';
import { trainTrial } from './train-trial.js';
import { tuneReport } from './tune-report.js';

export type TuneOptions = {
  readonly minutes: number;
  readonly epochs: number;
  readonly seed: number;
  readonly study: string;
  readonly data?: string;
  readonly backend: Backend;
};

/** Where studies are, each in a folder of its name. */
const FOLDER = 'runs/tune';

/** Looks for better hyperparameters until the time is over, and writes best.json and report.html. */
export async function tuneCommand({
  minutes,
  epochs,
  seed,
  study: name,
  data = 'mnist',
  backend: wanted,
}: TuneOptions): Promise<void> {
  const settings: StudySettings = { epochs, seed, data };
  const folder = `${FOLDER}/${name}`;
  const parts = await loadDigits({ data, seed });
  const study = await openStudy(folder, settings);
  const backend = await turnOn(wanted);
  const { train, validation } = parts;
  console.log(`${describeData(parts).replace('the epoch', 'trials')}\non ${backend.reason ?? backend.name}\n`);
  const limit = 60 * minutes;
  const started = performance.now();
  const table = liveTable();
  const interrupt = listenForInterrupt(() =>
    table.say('Stopping; the next start goes on with this study. Ctrl-C again ends at once.'),
  );
  // The time is for all of it: a trial that runs when it is over is tried again by the next search.
  const over = AbortSignal.timeout(1000 * limit);
  const signal = AbortSignal.any([interrupt.signal, over]);
  const show = (): void => table.show({ trials: study.trials, seconds: (performance.now() - started) / 1000, limit });
  try {
    await optimize(
      study,
      (trial) =>
        trainTrial(trial, {
          train,
          validation,
          epochs,
          data,
          callbacks: [{ name: 'table', epochEnd: show, stepEnd: everySecond(show) }],
        }),
      {
        signal,
        onTrial: (trial) => {
          table.ended(trial);
          show();
        },
      },
    );
  } finally {
    interrupt.close();
    table.close();
    await study.close();
  }
  await writeBest(folder, study, settings);
  if (interrupt.signal.aborted) process.exitCode = 130;
}

/** A function that does its work once a second at most. */
function everySecond(work: () => void): () => void {
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    const now = performance.now();
    if (now - last < 1000) return;
    last = now;
    work();
  };
}

async function writeBest(folder: string, study: DigitStudy, settings: StudySettings): Promise<void> {
  const { best } = study;
  await writeFileAtomic(`${folder}/report.html`, tuneReport(study, settings));
  if (best === undefined) {
    console.log(
      `\n${folder}: report.html, study.jsonl\nno trial came to its end yet: give it more time with --minutes`,
    );
    return;
  }
  const config = configOf(best.values!);
  await writeFileAtomic(`${folder}/best.json`, `${JSON.stringify(config, null, 2)}\n`);
  console.log(`\n${folder}: report.html, best.json, study.jsonl`);
  // The command has a line of its own, to be copied from a narrow terminal.
  console.log(`trial ${best.number}: ${(100 * best.result!).toFixed(1)} % of the validation digits; to train it:`);
  console.log(`npm start -- --config ${folder}/best.json`);
}
