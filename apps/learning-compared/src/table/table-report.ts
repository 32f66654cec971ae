import {
  barChart,
  confusionMatrix,
  histogram,
  intervalCurves,
  precisionRecallCurve,
  type ReportContent,
  type ReportTable,
  report,
  rocCurve,
  scatterPlot,
} from '@neurite/charts';
import { capital, count, duration } from '@neurite/command-kit/words';
import { examinationSection, findingLines } from '@neurite/data-validation';
import { writeFileAtomic } from '@neurite/formats';
import { versions } from '../versions.js';
import type { Dependence } from './explain.js';
import type { TableFindings } from './findings.js';
import { intervalText } from './scores.js';
import { tableConclusions } from './table-conclusions.js';
import { worstRows } from './worst-rows.js';

/** Writes summary.json and report.html into the folder of a run. */
export async function writeTableReport(run: string, findings: TableFindings): Promise<void> {
  const { compared, counts, best, importances, curve, settings, answered } = findings;
  const summary = {
    conclusions: tableConclusions(findings),
    notes: answered.notes,
    counts,
    scores: findings.scores.map(({ name }) => name),
    best: { model: compared[0].tuned.candidate.name, values: compared[0].tuned.values, heldOut: best.scores },
    models: compared.map(({ tuned: { candidate, ...tuned }, ...intervals }) => ({
      model: candidate.name,
      ...tuned,
      ...intervals,
    })),
    importances: importances.map(({ input, ...importance }) => ({ input: input.name, ...importance })),
    curve,
    ...settings,
    versions: versions(),
  };
  await writeFileAtomic(`${run}/summary.json`, `${JSON.stringify(summary, null, 2)}\n`);
  await writeFileAtomic(`${run}/report.html`, reportOf(findings));
}

function reportOf(findings: TableFindings): string {
  const { answered, examination, importances, dependences, settings } = findings;
  const found = findingLines(examination);
  return report({
    title: `What predicts ${answered.question.target}`,
    sections: [
      {
        title: 'What follows from this run',
        content: [
          ...tableConclusions(findings),
          ...(found.length === 0
            ? ['Nothing was found in the data that stands in the way of learning.']
            : [['Found in the data, in full further down:', ...found].join('\n')]),
          ...(answered.notes.length === 0 ? [] : [['How the file was taken:', ...answered.notes].join('\n')]),
        ],
      },
      { title: 'The models', content: [...modelTables(findings), MODELS] },
      {
        title: 'What matters',
        content: [
          `How much worse the ${findings.scores[0].name} becomes when the values of a column are shuffled, on rows held out.`,
          barChart(Object.fromEntries(importances.slice(0, MOST_BARS).map(({ input, mean }) => [input.name, mean])), {
            title: 'Importance',
            quantity: 'importance',
          }),
          ...dependences.map(dependenceContent),
        ],
      },
      { title: 'Errors', content: errorContent(findings) },
      { title: 'More rows', content: curveContent(findings) },
      examinationSection(examination),
      {
        title: 'Settings',
        content: [
          {
            columns: ['name', 'value'],
            rows: [
              ...Object.entries(findings.compared[0].tuned.values).map(([name, value]) => [name, String(value)]),
              ...Object.entries({ ...settings, ...versions() }),
            ],
          },
        ],
      },
    ],
  });
}

/** What a chart has room for. */
const [MOST_BARS, MOST_POINTS] = [20, 1000];

const MODELS =
  'How to read this. Models are chosen by the folds, whose intervals allow for rows that folds share (Nadeau and Bengio). The best of many trials looks better in the folds than it is: the rows held out, which nothing was chosen by, say how good it is. Their intervals are those of rows drawn again (bootstrap).';

function modelTables({ compared, scores, constant, best, counts }: TableFindings): readonly ReportTable[] {
  const [first] = scores;
  return [
    {
      caption: `In ${counts.folds} folds of ${count(counts.tuned)} rows: ${first.name}, with 95 % intervals`,
      columns: ['model', first.name, 'trials', 'time'],
      rows: compared.map(({ tuned, folds }) => [
        capital(tuned.candidate.title),
        intervalText(first, folds),
        tuned.trials,
        duration(tuned.seconds),
      ]),
    },
    {
      caption: `On ${count(counts.heldOut)} rows held out`,
      columns: ['model', ...scores.map(({ name }) => name)],
      rows: [
        ...compared.map(({ tuned, heldOut }) => [
          capital(tuned.candidate.title),
          ...heldOut.map((interval, i) => intervalText(scores[i]!, interval)),
        ]),
        ...(counts.rows - counts.heldOut > counts.tuned
          ? [
              [
                `${capital(compared[0].tuned.candidate.title)}, from all other rows`,
                ...best.scores.map((interval, i) => intervalText(scores[i]!, interval)),
              ],
            ]
          : []),
        ['The same for every row', ...constant.map((value, i) => scores[i]!.text(value))],
      ],
    },
  ];
}

function dependenceContent({ input, values, lines }: Dependence): ReportContent {
  const title = `What is predicted by ${input.name}`;
  if (input.kind === 'category') {
    const names = Object.keys(lines);
    return {
      caption: title,
      columns: [input.name, ...names],
      rows: values.map((value, i) => [String(value), ...names.map((name) => lines[name]![i]!)]),
    };
  }
  const none = { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY };
  const series = Object.entries(lines).map(
    ([name, means]) => [name, means.map((mean, i) => ({ x: Number(values[i]), mean, ...none }))] as const,
  );
  return intervalCurves(Object.fromEntries(series), { title, axis: input.name, quantity: 'mean prediction' });
}

function errorContent({ best, answered, compared }: TableFindings): readonly ReportContent[] {
  const { truth, answers } = best;
  const { classes } = answered.question;
  const model = compared[0].tuned.candidate.title;
  if (classes === undefined) {
    const errors = truth.map((value, row) => answers.predictions[row]! - value);
    const points = Array.from(truth, (x, row) => ({ x, y: answers.predictions[row]! }));
    return [
      scatterPlot(
        { rows: points.slice(0, MOST_POINTS) },
        { title: 'Predicted by actual', axis: 'actual', quantity: 'predicted' },
      ),
      histogram(errors, { title: `Errors of ${model} on rows held out`, quantity: 'predicted − actual' }),
      worstRows(answered, best),
    ];
  }
  const matrix = classes.map(() => new Array<number>(classes.length).fill(0));
  for (const [row, label] of truth.entries()) matrix[label]![answers.predictions[row]!]! += 1;
  const scoresOfSecond = answers.probabilities?.filter((_, i) => i % classes.length === 1);
  const isBinary = classes.length === 2 && scoresOfSecond !== undefined && new Set(truth).size === 2;
  return [
    ...(classes.length <= 20 ? [confusionMatrix(matrix, { labels: [...classes] })] : []),
    ...(isBinary
      ? [rocCurve([...scoresOfSecond], [...truth]), precisionRecallCurve([...scoresOfSecond], [...truth])]
      : []),
    worstRows(answered, best),
  ];
}

function curveContent({ curve, scores: [score], counts }: TableFindings): readonly ReportContent[] {
  if (curve.length < 2) return ['There are too few rows to learn from parts of them.'];
  // An error is drawn as people read it.
  const points = curve.map(({ rows, interval: { mean, lower, upper } }) =>
    score.isError ? { x: rows, mean: -mean, lower: -upper, upper: -lower } : { x: rows, mean, lower, upper },
  );
  return [
    `The best model with fewer rows to learn from, in ${counts.folds} folds.`,
    intervalCurves({ [score.name]: points }, { axis: 'rows', quantity: score.name, logarithmic: 'x' }),
  ];
}
