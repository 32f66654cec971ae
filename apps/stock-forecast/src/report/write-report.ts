import { report } from '@neurite/charts';
import { capital } from '@neurite/command-kit/words';
import { examinationSection } from '@neurite/data-validation';
import { writeFileAtomic } from '@neurite/formats';
import { NETWORK_SETTINGS } from '../forecasters/network-forecaster.js';
import type { Fan } from '../predict/fan.js';
import { FAN_COLUMNS, fanRows } from '../predict/fan-table.js';
import type { Findings } from '../run/findings.js';
import { versions } from '../versions.js';
import { fanChart, foldCharts, stepCurves } from './charts.js';
import { conclusionsOf } from './conclusions.js';
import { foldTable, modelTable } from './tables.js';

/** Writes summary.json into the folder of a run. */
export async function writeSummary(run: string, findings: Findings): Promise<void> {
  const { options, plan, set, compared, folds } = findings;
  const summary = {
    conclusions: conclusionsOf(findings),
    notes: set.notes,
    models: compared,
    series: set.series.map(({ name, values }) => ({ name, values: values.length })),
    task: plan.task,
    folds,
    ...options,
    versions: versions(),
  };
  await writeFileAtomic(`${run}/summary.json`, `${JSON.stringify(summary, null, 2)}\n`);
}

/** Writes report.html: what follows, the next steps, the numbers. */
export async function writeReport(run: string, findings: Findings, fans: readonly Fan[]): Promise<void> {
  const { options, plan, set, compared, examination } = findings;
  const first = compared[0]!;
  const html = report({
    title: `Forecast of ${set.series.length === 1 ? set.series[0]!.name : `${set.series.length} series`}`,
    sections: [
      {
        title: 'What follows from this run',
        content: [
          ...(options.quick ? ['A quick run, to see that everything works: its numbers mean little.'] : []),
          ...conclusionsOf(findings),
          `${capital(set.source)}.`,
          ...(set.notes.length === 0 ? [] : [['How the file was taken:', ...set.notes].join('\n')]),
        ],
      },
      {
        title: 'The next steps',
        content: fans.flatMap((fan) => [
          fanChart(fan),
          {
            caption: `${fan.series} by ${fan.title}: in 80 of 100 cases between low and high, if the future is like the past`,
            columns: [...FAN_COLUMNS],
            rows: fanRows(fan),
          },
        ]),
      },
      { title: 'The models', content: [modelTable(findings), MODELS] },
      {
        title: 'By the number of steps',
        content: [stepCurves(compared, 'mase', 'MASE'), stepCurves(compared, 'coverage', 'share in the 80 % band')],
      },
      { title: 'The last fold', content: [...foldCharts(findings, first), foldTable(findings)] },
      examinationSection(examination),
      {
        title: 'Settings',
        content: [
          {
            columns: ['name', 'value'],
            rows: [
              ...NETWORK_SETTINGS,
              ['epochs', plan.task.effort.epochs],
              ['window', `${plan.task.window} log returns`],
              ['steps ahead', `1 to ${plan.task.horizon}`],
              ['season', plan.task.season],
              ['seed', options.seed],
              ...Object.entries(versions()),
            ],
          },
        ],
      },
    ],
  });
  await writeFileAtomic(`${run}/report.html`, html);
}

const MODELS =
  'How to read this. Pinball is the mean loss of the quantiles of log returns in percent: smaller is better, and beside naive below 1 is better than the naive forecast with bands of the same kind. MASE is the mean absolute error of the median divided by that of the naive forecast of one step. Direction is how often the median has the sign of the next step. p is that of the test of Diebold and Mariano against the best baseline, corrected for the number of networks; the best baseline was chosen by the same forecasts, which flatters it a little.';
