import { type FittedLinear, ridgeRegression } from '@neurite/classical';
import type { PointMethod, Points } from './bands.js';
import type { Task } from './forecaster.js';
import { referenceOf, scalesOf } from './scales.js';
import { windowTable } from './window-table.js';
import { type Examples, examplesOf, windowsAt } from './windows.js';

/** How much squares of coefficients may cost; the best one on later windows is taken. */
const COSTS = [1, 10, 100, 1000, 10_000, 100_000];
const VALIDATION = 0.2;

/** Ridge regression of the log returns over each number of steps, on the windows that networks see. */
export const ridge: PointMethod = {
  name: 'ridge',
  title: 'ridge regression',
  learn: async (past, task) => {
    const reference = referenceOf(past);
    const cost = chooseCost(past, task, reference);
    const { train } = examplesOf(past, task, { reference, share: 0 });
    const table = windowTable(train.x, task.window);
    const models: FittedLinear[] = [];
    for (let h = 1; h <= task.horizon; h++) {
      models.push(ridgeRegression({ alpha: cost }).fit(table, targetOf(train, h, task.horizon)));
    }
    const points: Points = (logs, origins) => {
      const scales = scalesOf(logs, reference, task.scaling);
      const x = windowTable(windowsAt(logs, origins, task, scales).x, task.window);
      const result = new Float64Array(origins.length * task.horizon);
      for (const [i, model] of models.entries()) {
        const predicted = model.predict(x);
        for (const [row, origin] of origins.entries()) {
          result[row * task.horizon + i] = predicted[row]! * scales.at[origin]! * Math.sqrt(i + 1);
        }
      }
      return result;
    };
    return past.map(() => points);
  },
};

function chooseCost(past: readonly Float64Array[], task: Task, reference: number): number {
  const { train, validation } = examplesOf(past, task, { reference, share: VALIDATION });
  // A short past has nothing to choose by: then coefficients stay small.
  if (train.count < 2 || validation.count === 0) return COSTS.at(-1)!;
  const [x, later] = [windowTable(train.x, task.window), windowTable(validation.x, task.window)];
  const steps = [...new Set([1, Math.ceil(task.horizon / 2), task.horizon])];
  const errors = COSTS.map((alpha) =>
    steps.reduce((sum, h) => {
      const predicted = ridgeRegression({ alpha })
        .fit(x, targetOf(train, h, task.horizon))
        .predict(later);
      const actual = targetOf(validation, h, task.horizon);
      return sum + predicted.reduce((own, value, row) => own + (value - actual[row]!) ** 2, 0);
    }, 0),
  );
  return COSTS[errors.indexOf(Math.min(...errors))]!;
}

function targetOf({ count, y }: Examples, h: number, horizon: number): Float64Array {
  return Float64Array.from({ length: count }, (_, row) => y[row * horizon + h - 1]!);
}
