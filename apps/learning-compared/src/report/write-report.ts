import { type ReportContent, type ReportSection, report } from '@neurite/charts';
import { capital, count } from '@neurite/command-kit/words';
import { type Examination, examinationSection, findingLines } from '@neurite/data-validation';
import { writeFileAtomic } from '@neurite/formats';
import type { Conclusion } from '../conclusions/conclusion.js';
import type { DataSet } from '../data/data-set.js';
import type { Inside } from '../layers/look-inside.js';
import { CLASSICAL_SETTINGS } from '../models/classical.js';
import { NETWORK_SETTINGS } from '../models/train-network.js';
import type { Results } from '../run/results.js';
import { type Options, scaleOf } from '../run/settings.js';
import { groupsOf } from '../statistics/groups.js';
import { curvesOf } from './curves.js';
import { pictureCharts } from './pictures.js';
import { accuracyTable, hardwareTable, largestTable, neighborTable, probeTable } from './tables.js';

/** All that a run has found. */
export type Findings = {
  readonly results: Results;
  readonly conclusions: readonly Conclusion[];
  readonly dataSets: readonly DataSet[];
  readonly examinations: ReadonlyMap<string, Examination>;
  /** The images whose network was looked into. */
  readonly inside: { readonly dataSet: DataSet; readonly pictures: Inside['pictures'] };
  readonly options: Options;
  readonly versions: Readonly<Record<string, string>>;
};

/** Writes summary.json and report.html into the folder of a run. */
export async function writeReport(run: string, findings: Findings): Promise<void> {
  const { results, conclusions, options, versions } = findings;
  const summary = { conclusions, ...results, ...options, versions };
  await writeFileAtomic(`${run}/summary.json`, `${JSON.stringify(summary, null, 2)}\n`);
  await writeFileAtomic(`${run}/report.html`, reportOf(findings));
}

/** The page of a run: what follows, the data, the numbers. */
function reportOf(findings: Findings): string {
  const { results, conclusions, dataSets, examinations, options, versions } = findings;
  return report({
    title: 'Machine learning and deep learning compared',
    sections: [
      {
        title: 'What follows from this run',
        content: [
          ...(options.quick
            ? [
                'A quick run: few samples, models and seeds, to see that everything works. Without --quick the numbers mean more.',
              ]
            : []),
          ...conclusions.map(({ about, sentence }) => `${capital(about)}\n${sentence}`),
          CAVEAT,
          ...dataSets.map(({ name }) => dataLines(name, examinations.get(name))),
        ],
      },
      ...dataSets.map((dataSet) => dataSetSection(dataSet, results)),
      layerSection(findings),
      {
        title: 'Hardware',
        content: [
          `Each network of the digits on each engine, in a process of its own: the median of its train steps.`,
          hardwareTable(results.hardware),
        ],
      },
      ...dataSets.flatMap(({ name }) => examined(name, examinations.get(name))),
      {
        title: 'Settings',
        content: [
          {
            columns: ['name', 'value'],
            rows: [
              ...CLASSICAL_SETTINGS,
              ...NETWORK_SETTINGS,
              ['epochs', `${options.epochs}, more where they make fewer steps than ${scaleOf(options).leastSteps}`],
              ['seed', options.seed],
              ...Object.entries(versions),
            ],
          },
        ],
      },
    ],
  });
}

const CAVEAT =
  'How to read this. Every sentence above follows from the numbers of this run alone. A difference is one where the 95 % interval of the paired differences of its seeds (Student’s t), or both intervals, exclude the opposite; each seed draws its own samples to learn from and to test on, and these draws overlap, which makes intervals somewhat too narrow. The best of several models was chosen by the same numbers, which flatters the side with more models. No model was tuned.';

function dataSetSection(dataSet: DataSet, { cells, lines }: Results): ReportSection {
  const groups = groupsOf(cells, dataSet.name);
  const code = lines.features[dataSet.name];
  return {
    title: capital(dataSet.name),
    content: [
      `${capital(dataSet.source)}. ${count(dataSet.testSamples)} are tested on in each draw.`,
      `Hand-made features: ${dataSet.featureNames}; ${dataSet.inputs.features.table.columns} numbers${code === undefined ? '' : `, ${count(code)} lines of code`}.`,
      ...(dataSet.shape === undefined
        ? ['A convolutional network needs neighbors in an image: here there are none.']
        : []),
      ...curvesOf(dataSet.name, groups),
      largestTable(groups),
      accuracyTable(groups),
    ],
  };
}

function layerSection({ results, inside }: Findings): ReportSection {
  const content: ReportContent[] = [
    `A convolutional network that learned from all ${inside.dataSet.name} (model.safetensors in the folder of the run): what its layers found by themselves, beside what was made by hand.`,
    probeTable(results.probes),
    neighborTable(results.neighbors),
    ...pictureCharts(inside.pictures, inside.dataSet),
  ];
  return { title: 'What a network found by itself', content };
}

/** What was found in the data, in a line each: the whole of it comes further down. */
function dataLines(name: string, examination: Examination | undefined): string {
  const lines = examination === undefined ? [] : findingLines(examination);
  if (lines.length === 0) return `Nothing was found in the ${name} that stands in the way of learning.`;
  return [`Found in the ${name}, in full further down:`, ...lines].join('\n');
}

function examined(name: string, examination: Examination | undefined): ReportSection[] {
  if (examination === undefined) return [];
  const { title, content } = examinationSection(examination);
  return [{ title: `${capital(name)}: ${title.charAt(0).toLowerCase()}${title.slice(1)}`, content }];
}
