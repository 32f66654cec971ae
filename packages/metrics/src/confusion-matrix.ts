import { checkInteger, checkOptions, type Metric } from '@neurite/core';
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
import { classScores } from './internal/class-scores.js';
import { faults, judgeFaults } from './internal/faults.js';

export type ConfusionMatrixOptions = {
  /** How many classes there are: an integer of at least 2; predictions must have that many scores. */
  readonly classes: number;
};

/**
 * How often each class was taken for each: the value at [i][j] counts the samples of class i that were predicted as
 * class j.
 *
 * Predictions are scores of any kind, [batch, …, classes]; targets are int32 classes, [batch, …], or one-hot; weights
 * [batch, …] or of its first axes. Of equal scores the first counts. All NaN once a prediction is NaN. Without weights,
 * and with integers as weights, counts are exact: up to 2³¹ in a batch, and for any number of batches.
 *
 * @throws ArgumentError; `statistics` ShapeError and DtypeError, `value` ArgumentError for targets outside the classes and
 *   weights below 0
 * @example
 * const metrics = { confusion: confusionMatrix({ classes: 10 }) };
 */
export function confusionMatrix(options: ConfusionMatrixOptions): Metric<number[][]> {
  checkOptions('confusionMatrix', options, ['classes']);
  const { classes } = options;
  checkInteger('confusionMatrix', 'classes', classes, { min: 2 });
  return {
    name: 'confusionMatrix',
    statistics: (predictions, targets, { weights } = {}) =>
      tidy(() => {
        const {
          actual,
          outside,
          scores,
          weights: given,
        } = classScores('confusionMatrix', { predictions, targets, weights }, classes);
        const answers = argMax(scores, -1);
        const table =
          given?.dtype === 'float32'
            ? weighedTable({ actual, answers, weights: given }, classes)
            : countedTable({ actual, answers, weights: given ?? ones(actual.shape, 'int32'), outside }, classes);
        return { table, ...faults(scores, outside, weights) };
      }),
    value: (totals) => {
      const broken = judgeFaults('confusionMatrix', totals);
      const counts = [...totals.table!].map((count) => (broken ? Number.NaN : count));
      return Array.from({ length: classes }, (_, i) => counts.slice(i * classes, (i + 1) * classes));
    },
  };
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
