import type { FittedEstimator, Table } from '@neurite/core';
import { checkInteger, checkKind, resolveOptions } from '@neurite/core/checks';
import { ArgumentError } from '@neurite/core/errors';
import { checkTable } from '../internal/check-table.js';
import { readTrees } from '../internal/inspection/read-trees.js';
import { addShap, expectedValue } from '../internal/inspection/shap-of-tree.js';

export type TreeShapOptions = {
  /** The class that is explained, of models that classify. An integer of at least 0. Default 1. */
  readonly label?: number;
};

export type TreeShap = {
  /** What each column adds in each row: rows × columns. */
  readonly values: Float64Array;
  /** The mean prediction of the rows that the model has learned from: `values` of a row add up to what differs from it. */
  readonly base: number;
};

/**
 * Shapley values of trees: how much each column adds to the prediction of a row, averaged over all orders in which columns
 * may become known; a column that is not known is left to the shares of the training rows in both children.
 *
 * Of forests and trees, the prediction or the probability of a class is explained; of gradient boosting the sum of its trees,
 * before a logarithm or a logit is undone.
 *
 * @param model one of this package's trees, forests or gradient boosting
 * @returns numbers for each row and column; blocks until it is done, rows × leaves × depth² long
 * @throws ArgumentError when it is another model, or has no such class
 * @example
 * const x = { rows: 4, columns: 2, data: Float64Array.of(0, 0, 0, 1, 1, 0, 1, 1) };
 * const model = decisionTreeRegressor().fit(x, Float64Array.of(1, 2, 3, 4));
 * const { values, base } = treeShap(model, x);
 * console.log(base, values.subarray(0, 2)); // 2.5; −1, −0.5
 * @see Lundberg, Erion and Lee, "Consistent individualized feature attribution for tree ensembles", 2018, algorithm 2
 */
export function treeShap(model: FittedEstimator, x: Table, options: TreeShapOptions = {}): TreeShap {
  const where = 'treeShap';
  const { label } = resolveOptions(where, options, { label: 1 });
  checkInteger(where, 'label', label, { min: 0 });
  checkKind(where, 'model', model, { be: 'what an estimator has learned', member: 'save' });
  const trees = readTrees(model.save());
  if (trees === undefined) {
    const expected = 'be trees, a forest or gradient boosting of this package';
    throw new ArgumentError({ where, argument: 'model', expected, received: model.name });
  }
  checkTable(where, x, { columns: trees.columns, missing: trees.missing });
  if (trees.classes > 0) checkInteger(where, 'label', label, { max: trees.classes - 1 });
  const values = new Float64Array(x.rows * x.columns);
  const own = trees.of(label);
  let base = own.base;
  for (const root of own.roots) base += own.factor * expectedValue(own, root);
  for (let row = 0; row < x.rows; row++) {
    const target = values.subarray(row * x.columns, (row + 1) * x.columns);
    const data = x.data.subarray(row * x.columns, (row + 1) * x.columns);
    for (const root of own.roots) addShap(own, root, { data, target });
  }
  return { values, base };
}
