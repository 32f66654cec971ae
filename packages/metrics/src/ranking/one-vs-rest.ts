import { ArgumentError, checkChoice, checkKind, type Metric, resolveOptions } from '@neurite/core';
import { cast, ones, scalar, softmax, tidy } from '@tensorflow/tfjs-core';
import { classScores } from '../internal/class-scores.js';
import { faults, judgeFaults } from '../internal/faults.js';
import { checkFrom, type ProbabilityOptions } from '../internal/probabilities.js';
import { RANKING } from '../internal/ranking.js';

const WHERE = 'oneVsRest';

/** How the values of the classes become one number. */
export type OneVsRestOptions = ProbabilityOptions & {
  /** `macro`: their mean. `weighted`: their mean, each class counting as often as it is true. Default `macro`. */
  readonly average?: 'macro' | 'weighted' | undefined;
};

/** The options for a list of one number for each class. */
export type EachClassOptions = ProbabilityOptions & { readonly average: 'none' };

/**
 * A metric of yes and no over several classes: for each class, how well its probability tells it from all others.
 *
 * Predictions are logits, or probabilities (`from`), [batch, …, classes]; targets are int32 classes, [batch, …], or one-hot;
 * weights [batch, …] or of its first axes. The probabilities of all samples are kept. NaN once a prediction is NaN, and where
 * that of a class is: a class that is never true has no ROC curve.
 *
 * @param metric over the order of scores: `rocAuc`, `averagePrecision`, `precisionAtRecall(0.9)` and the like
 * @returns a metric; the caller owns the tensors of its statistics
 * @throws ArgumentError when an option is unknown or out of its range; `statistics` ShapeError and DtypeError for tensors of
 *   other shapes and dtypes, `value` ArgumentError for targets outside the classes and weights below 0
 * @example
 * const metrics = { auc: oneVsRest(rocAuc), each: oneVsRest(averagePrecision, { average: 'none' }) };
 */
export function oneVsRest(metric: Metric, options?: OneVsRestOptions): Metric;
export function oneVsRest(metric: Metric, options: EachClassOptions): Metric<number[]>;
export function oneVsRest(
  metric: Metric,
  options: OneVsRestOptions | EachClassOptions = {},
): Metric<number> | Metric<number[]> {
  const resolved = resolveOptions(WHERE, options as OneVsRestOptions, { average: 'macro', from: 'logits' });
  const average = resolved.average as 'macro' | 'weighted' | 'none'; // that of `EachClassOptions`
  checkKind(WHERE, 'metric', metric, { be: 'a metric', member: 'statistics' });
  if (metric.combine !== RANKING) {
    const expected = 'be a metric over the order of scores, such as rocAuc';
    throw new ArgumentError({ where: WHERE, argument: 'metric', expected, received: metric.name });
  }
  checkChoice(WHERE, 'average', average, ['macro', 'weighted', 'none']);
  checkFrom(WHERE, resolved.from);
  const over: Metric<number | number[]> = {
    name: metric.name,
    combine: { ...RANKING, classes: 'maximum' },
    statistics: (predictions, targets, { weights } = {}) =>
      tidy(() => {
        const input = classScores(WHERE, { predictions, targets, weights });
        const rows = input.actual.size;
        return {
          scores: resolved.from === 'logits' ? softmax(input.scores) : input.scores,
          truth: input.actual,
          weights: input.weights === undefined ? ones([rows]) : cast(input.weights, 'float32'),
          classes: scalar(rows === 0 ? Number.NEGATIVE_INFINITY : input.classes),
          ...faults(input.scores, input.outside, weights),
        };
      }),
    value: (totals) => {
      const broken = judgeFaults(WHERE, totals);
      const classes = Math.max(totals.classes![0] ?? 0, 0);
      const [scores, truth, weights] = [totals.scores!, totals.truth!, totals.weights!];
      const none = new Float64Array(3);
      const values: number[] = [];
      const shares: number[] = [];
      for (let label = 0; label < classes; label++) {
        const own = truth.map((one) => Number(one === label));
        const column = own.map((_, sample) => scores[sample * classes + label]!);
        values.push(broken ? Number.NaN : metric.value({ scores: column, truth: own, weights, faults: none }));
        shares.push(average === 'weighted' ? own.reduce((sum, one, sample) => sum + one * weights[sample]!, 0) : 1);
      }
      if (average === 'none') return values;
      const total = shares.reduce((sum, share) => sum + share, 0);
      return values.reduce((sum, value, label) => sum + value * shares[label]!, 0) / total;
    },
  };
  return over as Metric<number> & Metric<number[]>; // of the average that was chosen
}
