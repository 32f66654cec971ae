import type { ColumnShift, Examination } from './examination.js';
import type { ExaminationChart } from './examination-chart.js';
import { barChart } from './internal/bar-chart.js';
import { percent } from './internal/words.js';

/** The most columns of which the shift is drawn, and of which missing values are. */
const MOST = { shifts: 6, missing: 10 } as const;

/**
 * An examination as charts: how many rows each class has, which columns have missing values, how the error of a quick model falls
 * with the number of rows, and train beside test in each column that was found to shift, at most six. Charts of which there
 * is nothing to say are left out.
 *
 * @returns charts for `toSvg`, `toElement` and `report` of `@neurite/charts`; `examinationSection` has them, too
 * @example
 * const y = Int32Array.from({ length: 90 }, (_, i) => (i % 3 === 0 ? 1 : 0));
 * const x = { rows: 90, columns: 1, data: Float64Array.from(y, (label, i) => label + (i % 7)) };
 * for (const { title, description } of examinationCharts(await examine({ x, y }))) console.log(title, description);
 */
export function examinationCharts(examination: Examination): readonly ExaminationChart[] {
  return [
    ...classChart(examination),
    ...missingChart(examination),
    ...learningChart(examination),
    ...shiftCharts(examination),
  ];
}

function classChart({ train, test }: Examination): ExaminationChart[] {
  const [own, other] = [train, test].map((part) => part?.columns.find(({ role }) => role === 'target'));
  if (own?.most === undefined) return [];
  const [known, knownOther] = [train.rows - own.missing, (test?.rows ?? 0) - (other?.missing ?? 0)];
  const isTested = other?.most !== undefined && knownOther > 0;
  const rows = own.most.map(({ word, count }) => {
    const there = other?.most?.find((one) => one.word === word)?.count ?? 0;
    return { label: word, values: isTested ? [count / known, there / knownOther] : [count] };
  });
  const [first, last] = [own.most[0], own.most.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [
    barChart({
      title: `Classes of ${own.name}`,
      description: `From ${first.count.toLocaleString('en-US')} train rows of ${first.word} to ${last.count.toLocaleString('en-US')} of ${last.word}${own.distinct > own.most.length ? `, the most frequent ${own.most.length} classes` : ''}.`,
      series: isTested ? ['train', 'test'] : ['train'],
      rows,
      format: isTested ? percent : (count) => count.toLocaleString('en-US'),
    }),
  ];
}

function missingChart({ train, test }: Examination): ExaminationChart[] {
  const rows = train.columns
    .map((column) => {
      const other = test?.columns.find(({ name }) => name === column.name)?.missing ?? 0;
      const shares = [column.missing / train.rows, ...(test === undefined ? [] : [other / test.rows])];
      return { label: column.name, values: shares };
    })
    .filter(({ values }) => values.some((share) => share > 0))
    .sort((a, b) => b.values[0]! - a.values[0]!);
  if (rows.length === 0) return [];
  const { label, values } = rows[0]!; // there is one
  return [
    barChart({
      title: 'Missing values',
      description: `${percent(values[0]!)} of ${label} is missing in train${rows.length > MOST.missing ? `; ${MOST.missing} of ${rows.length} columns with missing values` : ''}.`,
      series: test === undefined ? ['train'] : ['train', 'test'],
      rows: rows.slice(0, MOST.missing),
      format: percent,
    }),
  ];
}

function learningChart({ learningCurve }: Examination): ExaminationChart[] {
  if (learningCurve === undefined) return [];
  const { points, twice } = learningCurve;
  const last = points.at(-1)!; // there are several
  return [
    barChart({
      title: 'Error of a quick model, by rows',
      description: `${percent(last.error)} with ${last.rows.toLocaleString('en-US')} rows; twice as many would bring about ${percent(twice)}.`,
      series: ['error'],
      rows: [
        ...points.map(({ rows, error }) => ({ label: rows.toLocaleString('en-US'), values: [error] })),
        { label: `${(2 * last.rows).toLocaleString('en-US')}, expected`, values: [twice] },
      ],
      format: percent,
    }),
  ];
}

function shiftCharts({ findings, shift }: Examination): ExaminationChart[] {
  const all = [...(shift?.columns ?? []), ...(shift?.target === undefined ? [] : [shift.target])];
  const named = new Map<string, ColumnShift>(all.map((one) => [one.column, one]));
  const found = findings.filter(({ kind }) => kind === 'feature-shift' || kind === 'label-shift');
  return [...new Set(found.map(({ column }) => column ?? ''))].slice(0, MOST.shifts).flatMap((column) => {
    const { groups = [], jensenShannon } = named.get(column) ?? {};
    if (groups.length === 0 || jensenShannon === undefined) return [];
    const widest = groups.reduce((a, b) => (Math.abs(b.test - b.train) > Math.abs(a.test - a.train) ? b : a));
    return [
      barChart({
        title: `${column} in train and test`,
        description: `${widest.label}: ${percent(widest.train)} of train, ${percent(widest.test)} of test. Jensen–Shannon distance ${jensenShannon.toFixed(2)}.`,
        series: ['train', 'test'],
        rows: groups.map(({ label, train, test }) => ({ label, values: [train, test] })),
        format: percent,
      }),
    ];
  });
}
