import type { Estimator, Table } from '@neurite/core';
import { resolveOptions } from '@neurite/core/checks';
import { ArgumentError } from '@neurite/core/errors';
import { type Boosted, boost } from '../internal/boosting/boost.js';
import { fittedBoosting } from '../internal/boosting/fitted-boosting.js';
import { binaryCrossEntropy, crossEntropy, sigmoid } from '../internal/boosting/losses.js';
import { boostingDefaults, resolveBoosting } from '../internal/boosting/resolve-boosting.js';
import { restoreBoosting } from '../internal/boosting/saved-boosting.js';
import { checkTable } from '../internal/check-table.js';
import { type ClassWeights, checkClassWeights, classTargets } from '../internal/class-targets.js';
import { largestOfRows, softmaxRows } from '../internal/rows.js';
import type { BoostingOptions, FittedBoostingClassifier } from './boosting-options.js';

const KIND = 'gradientBoostingClassifier';
const LINKS = ['logit'] as const;

export type GradientBoostingClassifierOptions = BoostingOptions & {
  /**
   * By what the weights of the rows of each class are multiplied: a number of at least 0 for each class, or `'balanced'`
   * for rows / (classes × rows of the class). Default: 1 each.
   */
  readonly classWeights?: ClassWeights;
};

/**
 * Gradient boosting of trees on histograms, for classes: each tree predicts what the ones before it left of the cross
 * entropy, from columns whose values were put into at most 255 bins. Two classes take one tree in each iteration, more
 * take one each.
 *
 * Targets are indices of classes from 0. Splits, missing values and categories are as in
 * {@link gradientBoostingRegressor}.
 *
 * @param options how many trees there are and how far they grow
 * @returns an estimator that takes tables with missing values; its `fit` lets the event loop have turns between
 *   iterations, ends with the reason of its signal once that is aborted, and gives the same model for the same seed,
 *   which only early stopping, `maxFeatures` and tables with more than 200,000 rows depend on
 * @throws ArgumentError when an option is unknown or out of bounds
 * @example
 * const x = { rows: 4, columns: 2, data: Float64Array.of(0, Number.NaN, 1, 3, 2, 4, 3, Number.NaN) };
 * const model = await gradientBoostingClassifier({ minSamplesLeaf: 1 }).fit(x, Int32Array.of(0, 0, 1, 1));
 * console.log(model.predict({ rows: 1, columns: 2, data: Float64Array.of(2.5, 1) })); // 1
 * @see Friedman, "Greedy function approximation: a gradient boosting machine", 2001; Ke et al., "LightGBM: a highly
 *   efficient gradient boosting decision tree", 2017, without its sampling of rows and bundling of columns
 */
export function gradientBoostingClassifier(
  options: GradientBoostingClassifierOptions = {},
): Estimator<Table, FittedBoostingClassifier> {
  const resolved = resolveOptions(KIND, options, { ...boostingDefaults, classWeights: undefined });
  const rules = resolveBoosting(KIND, resolved);
  const { classWeights } = resolved;
  checkClassWeights(KIND, classWeights);
  return {
    name: KIND,
    fit: async (x, y, learn = {}) => {
      const where = `${KIND}.fit`;
      checkTable(where, x, { missing: true });
      const { labels, classes, weights } = classTargets(where, { y, rows: x.rows, classWeights }, learn);
      if (classes > 2 && Object.keys(rules.monotone).length > 0) {
        const expected = 'be left out where there are more than 2 classes';
        throw new ArgumentError({ where, argument: 'monotone', expected, received: `${classes} classes` });
      }
      const loss = classes === 2 ? binaryCrossEntropy() : crossEntropy(classes);
      const problem = { x, y: labels, weights, loss, classifies: true };
      return fitted(await boost(where, problem, rules, learn));
    },
    restore: (saved) =>
      fitted({ trees: restoreBoosting(KIND, saved, LINKS).trees, validationLosses: new Float64Array(0) }),
  };
}

function fitted(boosted: Boosted): FittedBoostingClassifier {
  const { sums, ...rest } = fittedBoosting(KIND, boosted, LINKS[0]);
  const outputs = boosted.trees.baseline.length;
  const classes = Math.max(2, outputs);
  const predictProbabilities = (x: Table): Float64Array => {
    const raw = sums(x);
    const result = new Float64Array(x.rows * classes);
    for (let row = 0; row < x.rows; row++) {
      if (outputs === 1) {
        const p = sigmoid(raw[row]!);
        result[2 * row] = 1 - p;
        result[2 * row + 1] = p;
      } else for (let k = 0; k < classes; k++) result[row * classes + k] = raw[k * x.rows + row]!;
    }
    return outputs === 1 ? result : softmaxRows(result, classes);
  };
  return { ...rest, predict: (x) => largestOfRows(predictProbabilities(x), classes), predictProbabilities };
}
