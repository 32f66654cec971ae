import { checkInteger, checkOptions, type Metric } from '@neurite/core';
import { argMax, cast, expandDims, matMul, mul, oneHot, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
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
 * [batch, …] or of its first axes. Of equal scores the first counts. All NaN once a prediction is NaN. Exact for batches of
 * up to 2²⁴ samples, and for any number of batches.
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
        const input = classScores('confusionMatrix', { predictions, targets, weights }, classes);
        const rows = oneHot(input.actual, classes, 1, 0, 'float32') as Tensor2D; // of one axis more than `actual`
        const truth = input.weights ? mul<Tensor2D>(rows, expandDims(cast(input.weights, 'float32'), -1)) : rows;
        const answers = oneHot(argMax(input.scores, -1), classes, 1, 0, 'float32') as Tensor2D; // as above
        return { table: matMul(truth, answers, true, false), ...faults(input.scores, input.outside, weights) };
      }),
    value: (totals) => {
      const broken = judgeFaults('confusionMatrix', totals);
      const counts = [...totals.table!].map((count) => (broken ? Number.NaN : count));
      return Array.from({ length: classes }, (_, i) => counts.slice(i * classes, (i + 1) * classes));
    },
  };
}
