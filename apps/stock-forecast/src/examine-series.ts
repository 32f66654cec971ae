import { type Columns, ColumnTable } from '@neurite/data';
import { type Examination, examine, findingLines } from '@neurite/data-validation';
import type { SeriesSet } from './data/series.js';
import { volatility } from './data/volatility.js';
import { foldsOf } from './evaluation/folds.js';
import type { Plan } from './settings.js';

/**
 * Looks whether what is forecast has the distribution of what is learned from: rows of returns, their size and volatility until the
 * first fold, beside those of the folds.
 */
export function examineSeries({ series }: SeriesSet, { task, folds, size }: Plan, seed: number): Promise<Examination> {
  const { from } = foldsOf(series, { folds, size, horizon: task.horizon })[0]!;
  const rows = { train: [] as number[][], test: [] as number[][] };
  for (const { times, logs } of series) {
    const moving = volatility(logs);
    for (let t = task.season + 1; t + 1 < logs.length; t++) {
      const before = logs[t]! - logs[t - 1]!;
      const row = [before, Math.abs(before), logs[t]! - logs[t - task.season]!, moving[t]!, logs[t + 1]! - logs[t]!];
      (times[t]! < from ? rows.train : rows.test).push(row);
    }
  }
  return examine(tableOf(rows.train), tableOf(rows.test), { target: 'next return', task: 'numbers', seed });
}

const NAMES = ['return', 'size of the return', 'return over a season', 'volatility', 'next return'];

function tableOf(rows: readonly (readonly number[])[]): ColumnTable {
  const column = (i: number) => ({
    type: 'number' as const,
    values: Float64Array.from(rows, (row) => row[i]!),
    missing: 0,
  });
  return new ColumnTable<Columns>(Object.fromEntries(NAMES.map((name, i) => [name, column(i)])));
}

/** The findings, those about another distribution first; those of the same kind in a line. */
export function driftFirst({ findings }: Pick<Examination, 'findings'>): readonly string[] {
  const isShift = ({ family }: Examination['findings'][number]): boolean => family === 'shift';
  const ordered = [...findings.filter(isShift), ...findings.filter((one) => !isShift(one))];
  const lines = new Map<string, string>();
  for (const finding of ordered) {
    const { title } = finding;
    const [line] = findingLines({ findings: [finding] }) as [string];
    const before = lines.get(title);
    lines.set(title, before === undefined ? line : `${before} ${line.slice(`${title}: `.length)}`);
  }
  return [...lines.values()];
}
