import {
  type Chart,
  confusionMatrix,
  intervalCurves,
  learningCurves,
  type ReportContent,
  report,
} from '@neurite/charts';
import { count, percent } from '@neurite/command-kit/words';
import { examinationSection, findingLines } from '@neurite/data-validation';
import { writeFileAtomic } from '@neurite/formats';
import { proportionInterval } from '@neurite/numeric';
import { faultsText } from '../data/faults.js';
import { recipeSettings } from '../learn/recipe.js';
import { versions } from '../versions.js';
import { explanationContent } from './explanations.js';
import type { Findings } from './findings.js';
import { accuracySentence, calibrationSentence, dataSentence, methodSentence } from './words.js';

/** Files that are named at the top of the report; all of them are in the table. */
const MOST_NAMED = 3;

/** Writes summary.json and report.html into the folder of a run. */
export async function writeReport(run: string, findings: Findings): Promise<void> {
  await writeFileAtomic(`${run}/summary.json`, `${JSON.stringify(summaryOf(findings), null, 2)}\n`);
  await writeFileAtomic(`${run}/report.html`, reportOf(findings));
}

function summaryOf({ options, photographs, trained, evaluation, temperature, parameters, examination }: Findings) {
  const { train, validation, test, classes, faults } = photographs;
  const { probabilities: _, ...rest } = evaluation;
  return {
    testAccuracy: evaluation.accuracy.proportion,
    ...rest,
    temperature,
    trainSeconds: trained.seconds,
    stepMilliseconds: trained.stepMilliseconds,
    parameters,
    classes,
    photographs: { train: train.files.length, validation: validation.files.length, test: test.files.length },
    ...options,
    faults: { wish: options.faults, found: faults },
    findings: findingLines(examination),
    versions: versions(),
  };
}

function reportOf(findings: Findings): string {
  const { options, photographs, examination, trained, evaluation } = findings;
  const { classes } = photographs;
  return report({
    title: `Photographs of ${classes.length > 4 ? `${count(classes.length)} classes` : classes.join(', ')}`,
    sections: [
      {
        title: `${percent(evaluation.accuracy.proportion)} answered right`,
        content: [
          ...(options.quick
            ? ['A quick run: few photographs, small ones, and few epochs, to see that everything works.']
            : []),
          `${accuracySentence(findings)}.`,
          `${calibrationSentence(findings)}.`,
          `${methodSentence(findings)}.`,
          `${dataSentence(photographs)}.`,
          topOfData(findings),
        ],
      },
      {
        title: 'Training',
        content: [
          'Training is measured on photographs that are cropped, flipped, changed in color and mixed in pairs, so its loss is higher than that of validation.',
          learningCurves(curvesOf(trained), { title: 'Loss' }),
          learningCurves(curvesOf(trained), { title: 'Accuracy', quantity: 'accuracy' }),
        ],
      },
      { title: 'Confusions', content: [confusionMatrix(evaluation.confusion, { labels: classes })] },
      { title: 'How sure is sure?', content: [`${calibrationSentence(findings)}.`, calibrationChart(findings)] },
      { title: 'Where does it look?', content: explanationContent(findings) },
      examinationSection(examination),
      { title: 'Files', content: fileContent(findings) },
      {
        title: 'Settings',
        content: [
          {
            columns: ['name', 'value'],
            rows: [
              ...recipeSettings(options),
              ...Object.entries(options).map(([name, value]) => [name, String(value)] as const),
              ['temperature', findings.temperature],
              ['parameters', findings.parameters],
              ...Object.entries(versions()),
            ],
          },
        ],
      },
    ],
  });
}

function curvesOf({ epochs }: Findings['trained']): Parameters<typeof learningCurves>[0] {
  return epochs.map(({ epoch, loss, metrics, validation }) => ({ epoch, loss, metrics, validation }));
}

/** What was found in the data, in a line each: the whole of it comes further down. */
function topOfData({ examination, photographs: { faults } }: Findings): string {
  const lines = [...(faults.length === 0 ? [] : [faultsText(faults, MOST_NAMED)]), ...findingLines(examination)];
  if (lines.length === 0) return 'Nothing was found in the photographs that stands in the way of learning.';
  return ['Found in the photographs, in full further down:', ...lines.map((line) => `• ${line}`)].join('\n');
}

/** Of answers that are about equally sure: how sure they are, and how often they are right, with 95 % intervals. */
function calibrationChart({ evaluation: { bins } }: Findings): Chart {
  const points = bins.map(({ sure, right, count: trials }) => {
    const { low, high } = proportionInterval(Math.round(right * trials), trials);
    return { x: sure, mean: right, lower: low, upper: high };
  });
  const [least, most] = [points[0]!.x, points.at(-1)!.x];
  const ideal = [least, most].map((x) => ({ x, mean: x, lower: Number.NaN, upper: Number.NaN }));
  return intervalCurves(
    { answers: points, ...(most > least ? { ideal } : {}) },
    { title: 'Right answers by their probability', quantity: 'share of right answers', axis: 'probability' },
  );
}

function fileContent({ photographs: { faults } }: Findings): readonly ReportContent[] {
  if (faults.length === 0) return ['Every file in the folder is a photograph that could be used.'];
  return [
    {
      caption: 'Files and folders that are not as they should be',
      columns: ['name', 'problem', 'used'],
      rows: faults.map(({ name, problem, used }) => [name, problem, used ? 'yes' : 'no']),
    },
  ];
}
