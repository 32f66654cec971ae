import { type FittedBoosting, gradientBoostingRegressor } from '@neurite/classical';
import type { Table } from '@neurite/core';
import { type Forecaster, LEVELS, type Quantiles } from './forecaster.js';
import { referenceOf, scalesOf } from './scales.js';
import { windowTable } from './window-table.js';
import { dividedExamples, type Examples, windowsAt } from './windows.js';

/** The numbers of steps that trees learn from; they predict those between, too. */
const LEARNED = [1, 2, 3, 5, 7, 10, 15, 20];

/** Gradient boosting of each quantile, on the windows that networks see; the number of steps is a column. */
export const boosting: Forecaster = {
  name: 'boosting',
  title: 'gradient boosting',
  isNetwork: false,
  learn: async (past, task) => {
    const { horizon, window, effort, seed } = task;
    const reference = referenceOf(past);
    const { train, validation } = dividedExamples(past, task, reference);
    const steps = [...new Set([...LEARNED.filter((h) => h < horizon), horizon])];
    const parts = [train, validation];
    const tables = parts.map(({ x }) => withSteps(windowTable(x, window), steps));
    const table = stacked(tables);
    const y = Float64Array.from(parts.flatMap((part) => targetsOf(part, steps, horizon)));
    const share = tables[1]!.rows / table.rows;
    const models: FittedBoosting[] = [];
    for (const quantile of LEVELS) {
      const minSamplesLeaf = Math.max(5, Math.min(40 * steps.length, Math.floor(table.rows / 20)));
      const rule = gradientBoostingRegressor({
        ...{ loss: 'quantile', quantile, iterations: effort.trees, learningRate: 0.1, maxLeafNodes: 8 },
        minSamplesLeaf,
        earlyStopping: share > 0 && { validation: share, rows: 'last' },
      });
      models.push(await rule.fit(table, y, { seed }));
    }
    const all = Array.from({ length: horizon }, (_, i) => i + 1);
    return {
      forecast: async ({ logs, origins }): Promise<Quantiles> => {
        const scales = scalesOf(logs, reference, task.scaling);
        const x = withSteps(windowTable(windowsAt(logs, origins, task, scales).x, window), all);
        const predicted = models.map((model) => model.predict(x));
        const result = new Float64Array(x.rows * LEVELS.length);
        for (let i = 0; i < x.rows; i++) {
          const unit = scales.at[origins[Math.floor(i / horizon)]!]! * Math.sqrt((i % horizon) + 1);
          // Each quantile has trees of its own, which may cross.
          const own = predicted.map((values) => unit * values[i]!).sort((a, b) => a - b);
          result.set(own, i * LEVELS.length);
        }
        return result;
      },
      dispose: () => {},
    };
  },
};

/** What came after each of the numbers of steps, window by window. */
function targetsOf({ count, y }: Examples, steps: readonly number[], horizon: number): number[] {
  return Array.from({ length: count }, (_, i) => steps.map((h) => y[i * horizon + h - 1]!)).flat();
}

/** The rows of tables of the same columns, one table after another. */
function stacked(tables: readonly Table[]): Table {
  const [{ columns }] = tables as [Table];
  const data = new Float64Array(tables.reduce((sum, table) => sum + table.data.length, 0));
  let at = 0;
  for (const table of tables) {
    data.set(table.data, at);
    at += table.data.length;
  }
  return { rows: data.length / columns, columns, data };
}

/** Each row once for each number of steps, which is its last column. */
function withSteps({ rows, columns, data }: Table, steps: readonly number[]): Table {
  const wide = columns + 1;
  const all = new Float64Array(rows * steps.length * wide);
  let to = 0;
  for (let row = 0; row < rows; row++) {
    for (const step of steps) {
      all.set(data.subarray(row * columns, (row + 1) * columns), to);
      all[to + columns] = step;
      to += wide;
    }
  }
  return { rows: rows * steps.length, columns: wide, data: all };
}
