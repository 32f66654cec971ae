import { ArgumentError, describeValue } from '@neurite/core';
import { adjustPValues } from '@neurite/numeric';
import type { CheckResult, ColumnShift, Examination } from './examination.js';
import type { ExamineOptions } from './examine-options.js';
import type { ExaminedData } from './examined-data.js';
import type { Finding } from './finding.js';
import { checkExamineOptions } from './internal/check-options.js';
import { type Examined, examined } from './internal/examined.js';
import { jointShift } from './internal/joint-shift.js';
import { learningCurve } from './internal/learning-curve.js';
import { profile } from './internal/profile.js';
import { readData } from './internal/read-data.js';
import type { Measurement, Rule } from './internal/rule.js';
import { RULES } from './internal/rules.js';
import { columnShifts, shiftOf } from './internal/shifts.js';

const WHERE = 'examine';
/** The most rows that a finding lists. */
const MOST_ROWS = 1000;
const SEVERITIES = ['error', 'warning', 'note'] as const;

/**
 * Looks for what stands in the way of learning from data, before any training: useless columns, duplicates within train and
 * between train and test, too few rows, wrong labels, leakage, outliers, correlations that do not hold, shift, bad images.
 *
 * What statistical tests find is corrected for their number (Holm): where there is nothing, the probability of any
 * finding by a test is at most `level`. Each finding has also to pass a threshold of size, so that many rows do not make
 * trifles important. Works on the host; between checks a page can draw, within one it blocks. A million rows of 20 columns
 * take 8 to 9 seconds; what learns, learns from rows that are drawn.
 *
 * @param train the rows that are learned from; not changed
 * @param test other rows, with the same columns; the target may be missing. Without them the options may stand here
 * @returns findings with what to do about them, all checks, and both parts in numbers; `examinationText` and
 *   `examinationSection` show them
 * @throws ArgumentError when an option is unknown or names no column, or the parts do not fit together
 * @throws ShapeError when columns have different lengths
 * @example
 * const train = {
 *   columns: {
 *     size: { type: 'number', values: Float64Array.of(0.3, 0.7, 0.2, 0.3) },
 *     unit: { type: 'category', values: Float64Array.of(0, 0, 0, 0), categories: ['cm'] },
 *     species: { type: 'category', values: Float64Array.of(0, 1, 0, 0), categories: ['owl', 'crow'] },
 *   },
 * } as const;
 * const { findings } = await examine(train, { target: 'species' }); // or examine(train, test, { target: 'species' })
 * console.log(findings.map(({ kind, column }) => [kind, column]));
 */
export function examine(train: ExaminedData, options?: ExamineOptions): Promise<Examination>;
export function examine(
  train: ExaminedData,
  test: ExaminedData | undefined,
  options?: ExamineOptions,
): Promise<Examination>;
export async function examine(
  train: ExaminedData,
  testOrOptions?: ExaminedData | ExamineOptions,
  more?: ExamineOptions,
): Promise<Examination> {
  const given = testOrOptions === undefined || isData(testOrOptions);
  const [test, options = {}] = given ? [testOrOptions, more] : [undefined, testOrOptions];
  if (!given && more !== undefined) {
    const expected = 'have `columns`, or `x`, or be a dataset of samples';
    throw new ArgumentError({ where: WHERE, argument: 'test', expected, received: describeValue(testOrOptions) });
  }
  checkExamineOptions(options);
  const { level = 0.02, thresholds = {}, skip = [], signal } = options;
  const read = await readData(train, test, options);
  const data = examined(read, options);
  const measured: { readonly rule: Rule; readonly threshold: number; readonly measurement: Measurement }[] = [];
  const checks: (CheckResult & { readonly rule: Rule })[] = [];
  for (const rule of RULES) {
    const { kind, family, title } = rule;
    const reason = skip.includes(kind) ? 'it was not asked for' : rule.skip(data);
    if (reason !== undefined) {
      checks.push({ rule, kind, family, title, status: 'skipped', reason, tests: 0 });
      continue;
    }
    const threshold = thresholds[kind] ?? rule.threshold;
    const outcome = await rule.run(data, threshold);
    const { measured: own, remark } = 'measured' in outcome ? outcome : { measured: outcome, remark: undefined };
    const tests = own.filter(({ pValue }) => pValue !== undefined).length;
    checks.push({ rule, kind, family, title, status: 'clear', tests, ...(remark !== undefined && { remark }) });
    for (const measurement of own) measured.push({ rule, threshold, measurement });
    await pause();
    signal?.throwIfAborted();
  }

  const tested = measured.filter(({ measurement }) => measurement.pValue !== undefined);
  const adjusted = adjustPValues(tested.map(({ measurement }) => measurement.pValue!));
  const corrected = new Map(tested.map(({ measurement }, i) => [measurement, adjusted[i]!]));
  const findings = measured
    .filter(({ measurement }) => measurement.over && (corrected.get(measurement) ?? 0) <= level)
    .map(({ rule, threshold, measurement }) => toFinding(rule, threshold, measurement, corrected.get(measurement)))
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  const found = new Set(findings.map(({ kind }) => kind));
  return {
    findings,
    checks: checks.map(({ rule: { kind }, ...check }) => (found.has(kind) ? { ...check, status: 'found' } : check)),
    train: profile(data, data.train),
    ...(data.test !== undefined && { test: profile(data, data.test) }),
    assumptions: read.assumptions,
    tests: tested.length,
    level,
    ...(data.test !== undefined && {
      shift: {
        columns: columnShifts(data),
        ...targetShift(data),
        ...(checks.some(made('joint-shift')) && { joint: await jointShift(data) }),
      },
    }),
    ...(checks.some(made('learning-curve')) && { learningCurve: await learningCurve(data) }),
  };
}

/** Whether a check was made: then what it learned is there. */
const made =
  (of: string) =>
  ({ kind, status }: CheckResult): boolean =>
    kind === of && status !== 'skipped';

function targetShift(data: Examined): { readonly target?: ColumnShift } {
  const [own, other] = [data.train.target, data.test?.target];
  const target = own && other && shiftOf(data, own, other);
  return target === undefined ? {} : { target };
}

/** Whether it is data rather than options: no option has a name of theirs. */
function isData(given: ExaminedData | ExamineOptions): given is ExaminedData {
  if (typeof given !== 'object' || given === null) return false;
  return 'columns' in given || 'x' in given || Symbol.asyncIterator in given;
}

function toFinding(
  { kind, family, title, measure, severity, advice }: Rule,
  threshold: number,
  measurement: Measurement,
  pValue: number | undefined,
): Finding {
  const { value, rows = [], column, part = 'train' } = measurement;
  return {
    kind,
    family,
    severity: measurement.severity ?? severity,
    title,
    ...(column !== undefined && { column }),
    sentence: `${measurement.sentence()}.`,
    advice: `${measurement.advice ?? advice}.`,
    value,
    threshold: measurement.threshold ?? threshold,
    measure: measurement.measure ?? measure,
    ...(pValue !== undefined && { pValue }),
    part,
    rows: Array.from({ length: Math.min(rows.length, MOST_ROWS) }, (_, i) => rows[i]!),
    rowCount: rows.length,
  };
}

/** Lets a page draw, and whoever holds the signal use it. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
