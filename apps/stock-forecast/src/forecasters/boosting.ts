import { type FittedBoosting, gradientBoostingRegressor } from '@neurite/classical';
import type { Table } from '@neurite/core';
import { type Forecaster, LEVELS, type Quantiles } from './forecaster.js';
import { referenceOf, scalesOf } from './scales.js';
import { windowTable } from './window-table.js';
import { examplesOf, windowsAt } from './windows.js';

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
    const { train } = examplesOf(past, task, { reference, share: 0 });
    const steps = [...new Set([...LEARNED.filter((h) => h < horizon), horizon])];
    const table = withSteps(windowTable(train.x, window), steps);
    const y = Float64Array.from(
      { length: table.rows },
      (_, i) => train.y[Math.floor(i / steps.length) * horizon + steps[i % steps.length]! - 1]!,
    );
    const models: FittedBoosting[] = [];
    for (const quantile of LEVELS) {
      const minSamplesLeaf = Math.max(5, Math.min(40 * steps.length, Math.floor(table.rows / 20)));
      const rule = gradientBoostingRegressor({
        ...{ loss: 'quantile', quantile, iterations: effort.trees, learningRate: 0.1, maxLeafNodes: 8 },
        minSamplesLeaf,
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
