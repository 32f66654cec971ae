import type { MetricTotals, NamedTensors } from '@neurite/core';
import {
  add,
  argMax,
  expandDims,
  matMul,
  mul,
  oneHot,
  ones,
  reshape,
  scalar,
  scatterND,
  type Tensor,
  type Tensor2D,
  tidy,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { classScores } from './class-scores.js';
import { faults, judgeFaults } from './faults.js';
import type { MetricInput } from './weighing.js';

/**
 * How often each class was taken for each, and the faults.
 *
 * @param expected how many classes there must be; default: as many as there are
 */
export function confusionStatistics(where: string, input: MetricInput, expected?: number): NamedTensors {
  return tidy(() => {
    const { actual, outside, scores, weights, classes } = classScores(where, input, expected);
    const answers = argMax(scores, -1);
    const table =
      weights?.dtype === 'float32'
        ? weighedTable({ actual, answers, weights }, classes)
        : countedTable({ actual, answers, weights: weights ?? ones(actual.shape, 'int32'), outside }, classes);
    return { table, ...faults(scores, outside, input.weights) };
  });
}

/** The table as rows, the value at [i][j] for class i taken as class j; NaN once a prediction is NaN. */
export function confusionTable(where: string, totals: MetricTotals): number[][] {
  const broken = judgeFaults(where, totals);
  const counts = [...totals.table!].map((count) => (broken ? Number.NaN : count));
  const classes = Math.sqrt(counts.length);
  return Array.from({ length: classes }, (_, i) => counts.slice(i * classes, (i + 1) * classes));
}

/** The sum of numbers. */
export function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Sums of the table: of each true class, of each predicted class, of what is right, and of all. */
export function margins(table: readonly (readonly number[])[]): {
  readonly actual: readonly number[];
  readonly predicted: readonly number[];
  readonly right: number;
  readonly count: number;
} {
  const actual = table.map((row) => total(row));
  const predicted = table.map((_, j) => total(table.map((row) => row[j]!)));
  return { actual, predicted, right: total(table.map((row, i) => row[i]!)), count: total(actual) };
}

type Answers = { readonly actual: Tensor; readonly answers: Tensor; readonly weights: Tensor };

/** One element of the table for each sample: integers are counted exactly, up to 2³¹. */
function countedTable({ actual, answers, weights, outside }: Answers & { outside: Tensor }, classes: number): Tensor {
  const index = where(outside, zerosLike(actual), add(mul(actual, scalar(classes, 'int32')), answers));
  const table = scatterND(expandDims(index, -1), where(outside, zerosLike(weights), weights), [classes * classes]);
  return reshape(table, [classes, classes]);
}

/** As a product, whose long sums are accumulated in blocks. */
function weighedTable({ actual, answers, weights }: Answers, classes: number): Tensor {
  const [truth, guess] = [actual, answers].map((one) => oneHot(one, classes, 1, 0, 'float32') as Tensor2D); // [rows, classes]
  return matMul(mul<Tensor2D>(truth!, expandDims(weights, -1)), guess!, true, false);
}
