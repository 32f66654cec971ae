import type { EpochRecord, Run } from '@neurite/core';
import { numbersOf } from './monitor.js';
import { formatDuration, formatNumber, type Part } from './progress-line.js';

type StepTexts = {
  /** Which step of how many. */
  readonly count: string;
  readonly separator: string;
  readonly rate: string;
  /** Seconds, undefined where that is not known. */
  readonly left: number | undefined;
};

/** What is told of a step. */
export function stepParts(run: Run, { count, separator, rate, left }: StepTexts): Part[] {
  const [loss, ...metrics] = numbersOf(run).map(([name, value]) => `${separator}${name} ${formatNumber(value)}`);
  return [
    { text: count, rank: 0 },
    { text: loss!, rank: 1 },
    ...metrics.map((text) => ({ text, rank: 3 })),
    { text: `${separator}${rate}`, rank: 4 },
    ...(left === undefined ? [] : [{ text: `${separator}${formatDuration(left)} left`, rank: 2 }]),
  ];
}

/** What is told of an epoch. */
export function epochParts(run: Run, record: EpochRecord): Part[] {
  const values = (part: Parameters<typeof numbersOf>[0]): string[] =>
    numbersOf(part).map(([name, value]) => ` ${name} ${formatNumber(value)}`);
  const [loss, ...metrics] = values(record);
  const [validationLoss, ...validationMetrics] = record.validation === undefined ? [] : values(record.validation);
  return [
    { text: `epoch ${record.epoch}/${run.epochs}:`, rank: 0 },
    { text: loss!, rank: 1 },
    ...metrics.map((text) => ({ text, rank: 5 })),
    ...(validationLoss === undefined ? [] : [{ text: `, validation${validationLoss}`, rank: 2 }]),
    ...validationMetrics.map((text) => ({ text, rank: 3 })),
    { text: `, ${formatDuration(record.seconds)}`, rank: 4 },
  ];
}

/** How long the rest of the run will take at the pace so far, validation included; undefined until that is known. */
export function secondsLeft(run: Run, begin: { readonly time: number; readonly step: number }): number | undefined {
  const done = run.step - begin.step;
  if (run.stepsPerEpoch === undefined || done === 0) return undefined;
  const left = (run.epochs - run.epoch + 1) * run.stepsPerEpoch - run.batch;
  return ((performance.now() - begin.time) / 1000 / done) * left;
}
