import type { Estimator, Table } from '@neurite/core';
import { checkChoice, checkNumber, resolveOptions } from '@neurite/core/checks';
import { ArgumentError } from '@neurite/core/errors';
import { type Boosted, boost } from '../internal/boosting/boost.js';
import { fittedBoosting } from '../internal/boosting/fitted-boosting.js';
import { pinball, poisson, squaredError } from '../internal/boosting/losses.js';
import { boostingDefaults, resolveBoosting } from '../internal/boosting/resolve-boosting.js';
import { restoreBoosting } from '../internal/boosting/saved-boosting.js';
import { checkTable } from '../internal/check-table.js';
import { checkValues, givenWeights } from '../internal/check-targets.js';
import type { BoostingOptions, FittedBoosting } from './boosting-options.js';

const KIND = 'gradientBoostingRegressor';
const LINKS = ['identity', 'log'] as const;

export type GradientBoostingRegressorOptions = BoostingOptions & {
  /**
   * What is lowered: squared differences, which gives means; absolute ones, which gives medians; those of a quantile;
   * or the deviance of counts, whose mean is always positive. Default `'squaredError'`.
   */
  readonly loss?: 'squaredError' | 'absoluteError' | 'quantile' | 'poisson';
  /** Below what share of the values a prediction should lie, for the loss `'quantile'`. Above 0, below 1. Default 0.5. */
  readonly quantile?: number;
};

/**
 * Gradient boosting of trees on histograms, for values: each tree predicts what the ones before it left of the loss,
 * from columns whose values were put into at most 255 bins.
 *
 * Each node takes the split with the largest Σ G² / (H + λ) of its two parts, with G and H the sums of the first and
 * second derivatives of the loss by the prediction, and a leaf predicts −G / (H + λ) times the learning rate. Missing values (NaN) and
 * categories are learned from as they are: at each split, missing values go where they lower the loss most.
 *
 * @param options what is lowered, how many trees there are and how far they grow
 * @returns an estimator that takes tables with missing values; its `fit` lets the event loop have turns between
 *   iterations, ends with the reason of its signal once that is aborted, and gives the same model for the same seed,
 *   which only early stopping, `maxFeatures` and tables with more than 200,000 rows depend on
 * @throws ArgumentError when an option is unknown or out of bounds
 * @example
 * const x = { rows: 8, columns: 1, data: Float64Array.of(1, 2, 3, 4, 5, 6, 7, Number.NaN) };
 * const y = Float64Array.of(1, 1, 1, 1, 3, 3, 3, 3);
 * const model = await gradientBoostingRegressor({ minSamplesLeaf: 1 }).fit(x, y);
 * console.log(model.predict({ rows: 2, columns: 1, data: Float64Array.of(1.5, Number.NaN) })); // about 1 and 3
 * @see Friedman, "Greedy function approximation: a gradient boosting machine", 2001; Ke et al., "LightGBM: a highly
 *   efficient gradient boosting decision tree", 2017, without its sampling of rows and bundling of columns
 */
export function gradientBoostingRegressor(
  options: GradientBoostingRegressorOptions = {},
): Estimator<Table, FittedBoosting> {
  const resolved = resolveOptions(KIND, options, { ...boostingDefaults, loss: 'squaredError', quantile: 0.5 });
  const rules = resolveBoosting(KIND, resolved);
  const { loss, quantile } = resolved;
  checkChoice(KIND, 'loss', loss, ['squaredError', 'absoluteError', 'quantile', 'poisson']);
  checkNumber(KIND, 'quantile', quantile, { above: 0, below: 1 });
  if (options.quantile !== undefined && loss !== 'quantile') {
    const expected = "be left out, or `loss` be 'quantile'";
    throw new ArgumentError({ where: KIND, argument: 'quantile', expected, received: String(quantile) });
  }
  return {
    name: KIND,
    fit: async (x, y, learn = {}) => {
      const where = `${KIND}.fit`;
      checkTable(where, x, { missing: true });
      checkValues(where, y, x.rows);
      const weights = givenWeights(where, learn, x.rows);
      const values = y instanceof Float64Array ? y : Float64Array.from(y);
      if (loss === 'poisson') checkCounts(where, values, weights);
      const makeLoss = {
        squaredError,
        absoluteError: () => pinball(0.5),
        quantile: () => pinball(quantile),
        poisson,
      }[loss];
      const problem = { x, y: values, weights, loss: makeLoss(), classifies: false };
      return fitted(await boost(where, problem, rules, learn), loss === 'poisson' ? 'log' : 'identity');
    },
    restore: (saved) => {
      const { trees, link } = restoreBoosting(KIND, saved, LINKS);
      return fitted({ trees, validationLosses: new Float64Array(0) }, link);
    },
  };
}

function fitted(boosted: Boosted, link: string): FittedBoosting {
  const { sums, ...rest } = fittedBoosting(KIND, boosted, link);
  return { ...rest, predict: (x) => (link === 'log' ? sums(x).map(Math.exp) : sums(x)) };
}

function checkCounts(where: string, y: Float64Array, weights: Float64Array | undefined): void {
  const wrong = y.findIndex((value) => value < 0);
  const expected = "be at least 0 for the loss 'poisson', and not all 0";
  if (wrong >= 0) {
    throw new ArgumentError({ where, argument: 'y', expected, received: `${y[wrong]} in row ${wrong}` });
  }
  if (y.some((value, row) => value > 0 && weights?.[row] !== 0)) return;
  throw new ArgumentError({ where, argument: 'y', expected, received: 'nothing but 0' });
}
