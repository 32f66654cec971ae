import { confusionMatrix, imageGrid, learningCurves, report } from '@neurite/charts';
import type { Config } from '@neurite/core';
import { type Examination, examinationSection, findingLines } from '@neurite/data-validation';
import { DEFAULT_CONFIG, type DigitConfig } from '@neurite/digits-model/config';
import { INPUT_SHAPE, networkOf } from '@neurite/digits-model/network';
import { recipeSettings } from '@neurite/digits-model/recipe';
import { writeFileAtomic } from '@neurite/formats';
import { stringify } from 'csv-stringify/sync';
import type { Mistake, TestResult } from './test-model.js';

/** The result of a run in numbers. */
export type Summary = {
  readonly testAccuracy: number;
  /** The wall time of all epochs, validation included. */
  readonly trainSeconds: number;
  /** The median. */
  readonly stepMilliseconds: number;
  readonly backend: string;
  readonly parameters: number;
  readonly seed: number;
  readonly epochs: number;
  readonly data: string;
  /** What `--config` gave. */
  readonly config?: DigitConfig;
  readonly versions: Readonly<Record<string, string>>;
};

type Results = {
  readonly summary: Summary;
  readonly test: TestResult;
  readonly mistakes: readonly Mistake[];
  readonly epochs: Parameters<typeof learningCurves>[0];
  /** What was found in the training and test digits. */
  readonly data: Examination;
};

const MOST_MISTAKES = 24;

/** Writes summary.json, confusion.csv and report.html into the folder of a run. */
export async function writeResults(run: string, { summary, test, mistakes, epochs, data }: Results): Promise<void> {
  await writeFileAtomic(`${run}/summary.json`, `${JSON.stringify(summary, null, 2)}\n`);
  const digits = test.confusion.map((_, digit) => digit);
  const rows = test.confusion.map((counts, digit) => [digit, ...counts]);
  await writeFileAtomic(`${run}/confusion.csv`, stringify([['truth \\ read as', ...digits], ...rows]));
  await writeFileAtomic(`${run}/report.html`, toReport({ summary, test, mistakes, epochs, data }));
}

function toReport({ summary, test: { confusion }, mistakes, epochs, data }: Results): string {
  const total = confusion.flat().reduce((a, b) => a + b, 0);
  const right = `${(total - mistakes.length).toLocaleString('en')} of ${total.toLocaleString('en')}`;
  const worst = mistakes.slice(0, MOST_MISTAKES).map(({ pixels, truth, readAs }) => ({
    pixels,
    shape: INPUT_SHAPE,
    caption: [`is ${truth}`, `read as ${readAs}`],
  }));
  const labels = confusion.map((_, digit) => String(digit));
  const { versions, config = DEFAULT_CONFIG, ...settings } = summary;
  return report({
    title: 'Handwritten digits',
    sections: [
      {
        title: `${(100 * summary.testAccuracy).toFixed(1)} % read right`,
        content: [
          `${right} test digits were read right, after ${summary.epochs === 1 ? 'one epoch' : `${summary.epochs} epochs`} in ` +
            `${summary.trainSeconds.toFixed(0)} seconds on ${summary.backend}.`,
          findingsOf(data),
        ],
      },
      {
        title: 'Training',
        content: [
          'Validation can be better than training: the loss and accuracy of training are the means over an epoch in ' +
            'which the weights still improve, with dropout and with images that are rotated, shifted and scaled. ' +
            'Validation comes after the epoch, without either.',
          learningCurves(epochs, { title: 'Loss', logarithmic: true }),
          learningCurves(epochs, { title: 'Accuracy', quantity: 'accuracy' }),
        ],
      },
      { title: 'Confusions', content: [confusionMatrix(confusion, { labels })] },
      {
        title: 'The worst mistakes',
        content:
          worst.length === 0
            ? ['There are none.']
            : [imageGrid(worst, { title: 'The largest loss first', width: 640 })],
      },
      examinationSection(data),
      {
        title: 'Settings',
        content: [
          {
            columns: ['name', 'value'],
            rows: [
              ['architecture', architecture(config)],
              ...recipeSettings(config),
              ...Object.entries(settings),
              ...Object.entries(versions),
            ],
          },
        ],
      },
    ],
  });
}

/** What was found in the data, in a line each: the whole of it comes further down. */
function findingsOf(data: Examination): string {
  const lines = findingLines(data);
  if (lines.length === 0) return 'Nothing was found in the digits that stands in the way of learning.';
  return [
    'Found in the digits, in full under “Is the data fit to learn from?”:',
    ...lines.map((line) => `• ${line}`),
  ].join('\n');
}

/** The layers of the network as they are written in its program. */
function architecture(config: DigitConfig): string {
  const layers = (networkOf(config).config?.arguments ?? []) as unknown as readonly Config[]; // those of a sequential
  return layers
    .map(({ name, arguments: all }) => `${name}(${all.filter((one) => typeof one !== 'object').join(', ')})`)
    .join(', ');
}
