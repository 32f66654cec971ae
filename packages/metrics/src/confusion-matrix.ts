import { ArgumentError, type Metric } from '@neurite/core';
import { argMax, matMul, oneHot, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { classScores } from './internal/class-numbers.js';
import { faults, judgeFaults } from './internal/faults.js';

export type ConfusionMatrixOptions = {
  /** How many classes there are: a whole number of at least 2; predictions must have that many scores. */
  readonly classes: number;
};

/**
 * How often each class was taken for each: the value at [i][j] counts the examples of class i that were predicted as
 * class j.
 *
 * Predictions are scores of any kind, [batch, …, classes]; targets are int32 class numbers, [batch, …], or one-hot.
 * Of equal scores the first counts. All NaN once a prediction is NaN. Exact for batches of up to 2²⁴ examples.
 *
 * @throws ArgumentError; `statistics` ShapeError and DtypeError, `value` ArgumentError for targets outside the classes
 * @example
 * const metrics = { confusion: confusionMatrix({ classes: 10 }) };
 */
export function confusionMatrix({ classes }: ConfusionMatrixOptions): Metric<number[][]> {
  if (!(Number.isSafeInteger(classes) && classes >= 2)) {
    throw new ArgumentError({
      where: 'confusionMatrix',
      argument: 'classes',
      expected: 'be a whole number of at least 2',
      received: String(classes),
    });
  }
  return {
    name: 'confusionMatrix',
    statistics: (predictions, targets) =>
      tidy(() => {
        const { scores, actual, outside } = classScores('confusionMatrix', predictions, targets, classes);
        const truth = oneHot(actual, classes, 1, 0, 'float32') as Tensor2D; // of one axis more than `actual`
        const answers = oneHot(argMax(scores, -1), classes, 1, 0, 'float32') as Tensor2D; // as above
        return { table: matMul(truth, answers, true, false), ...faults(scores, outside) };
      }),
    value: (totals) => {
      const broken = judgeFaults('confusionMatrix', totals);
      const counts = [...totals.table!].map((count) => (broken ? Number.NaN : count));
      return Array.from({ length: classes }, (_, i) => counts.slice(i * classes, (i + 1) * classes));
    },
  };
}
