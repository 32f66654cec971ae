import { checkChoice, type Metric, resolveOptions } from '@neurite/core';
import { confusionStatistics, confusionTable, margins } from '../internal/confusion-table.js';

const WHERE = 'cohenKappa';

export type CohenKappaOptions = {
  /**
   * How much a wrong class counts: `none` the same, `linear` by the distance of the classes, `quadratic` by its square, for
   * classes in an order. Default `none`.
   */
  readonly weighting?: 'none' | 'linear' | 'quadratic' | undefined;
};

/**
 * How much predicted and true classes agree beyond chance: `1 − Σ wᵢⱼ·countᵢⱼ / Σ wᵢⱼ·expectedᵢⱼ`. 1 is perfect, 0 as good as
 * chance. NaN where all samples are of one class and were predicted as it, as in scikit-learn.
 *
 * Predictions are scores of any kind, [batch, …, classes]; targets are int32 classes, [batch, …], or one-hot; weights
 * [batch, …] or of its first axes. Of equal scores the first counts. NaN once a prediction is NaN.
 *
 * @returns a metric; the caller owns the tensors of its statistics
 * @throws ArgumentError when an option is unknown or out of its range; `statistics` ShapeError and DtypeError for tensors of
 *   other shapes and dtypes, `value` ArgumentError for targets outside the classes and weights below 0
 * @example
 * const metrics = { kappa: cohenKappa(), ofGrades: cohenKappa({ weighting: 'quadratic' }) };
 * @see Cohen 1960, A coefficient of agreement for nominal scales
 */
export function cohenKappa(options: CohenKappaOptions = {}): Metric {
  const { weighting } = resolveOptions(WHERE, options, { weighting: 'none' });
  checkChoice(WHERE, 'weighting', weighting, ['none', 'linear', 'quadratic']);
  const costs = {
    none: (distance: number): number => Math.min(distance, 1),
    linear: (distance: number): number => distance,
    quadratic: (distance: number): number => distance ** 2,
  };
  return {
    name: WHERE,
    statistics: (predictions, targets, { weights } = {}) =>
      confusionStatistics(WHERE, { predictions, targets, weights }),
    value: (totals) => {
      const table = confusionTable(WHERE, totals);
      const { actual, predicted, count } = margins(table);
      let [observed, expected] = [0, 0];
      for (const [i, row] of table.entries()) {
        for (const [j, found] of row.entries()) {
          const cost = costs[weighting](Math.abs(i - j));
          observed += cost * found;
          expected += (cost * actual[i]! * predicted[j]!) / count;
        }
      }
      return 1 - observed / expected;
    },
  };
}
