import type { ReportTable } from '@neurite/charts';
import { capital, duration, percent } from '@neurite/command-kit/words';
import type { Compared } from '../measures/compare-models.js';
import type { Findings } from '../run/findings.js';
import { pText } from './conclusions.js';

/** The models beside each other, the best first. */
export function modelTable({ compared }: Findings): ReportTable {
  const naive = compared.find(({ name }) => name === 'naive')!;
  return {
    caption: 'All forecasts of all folds, the best model first',
    columns: ['model', 'pinball', 'beside naive', 'MASE', 'in the 80 % band', 'direction, 95 % interval', 'p', 'time'],
    rows: compared.map((one) => [
      capital(one.title),
      (100 * one.scores.pinball).toFixed(4),
      (one.scores.pinball / naive.scores.pinball).toFixed(4),
      one.scores.mase.toFixed(3),
      percent(one.scores.coverage),
      directionText(one),
      one.test === null ? '–' : pText(one.test.pValue),
      duration(one.scores.seconds),
    ]),
  };
}

function directionText({ scores: { direction } }: Compared): string {
  if (direction === null) return '–';
  return `${percent(direction.share)} (${percent(direction.lower)} to ${percent(direction.upper)})`;
}

/** The folds of time. */
export function foldTable({ folds, forecasts }: Findings): ReportTable {
  const day = (time: number): string => new Date(time).toISOString().slice(0, 10);
  const [cells] = Object.values(forecasts);
  return {
    caption: 'Folds: models learn from everything before one, and forecast from each of its steps',
    columns: ['fold', 'first forecast', 'last forecast', 'forecasts'],
    rows: folds.map(({ from, until }, i) => [
      String(i + 1),
      day(from),
      day(until),
      cells![i]!.series.reduce((sum, { origins }) => sum + origins.length, 0),
    ]),
  };
}
