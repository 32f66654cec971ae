import type { Table } from '@neurite/core';
import type { FittedTrees, FittedTreesClassifier } from '../../trees/tree-options.js';
import { checkTable } from '../check-table.js';
import { largestOfRows } from '../rows.js';
import { saveTrees } from './saved-trees.js';
import { meanOfTrees, type TreeSet, treeImportances } from './tree-set.js';

export function fittedRegressor(kind: string, set: TreeSet, outOfBagScore?: number): FittedTrees {
  return {
    name: kind,
    trees: set.roots.length,
    leaves: set.features.reduce((sum, feature) => sum + (feature < 0 ? 1 : 0), 0),
    importances: treeImportances(set),
    outOfBagScore,
    predict: (x: Table): Float64Array => {
      checkTable(`${kind}.predict`, x, { columns: set.columns, missing: true });
      return meanOfTrees(set, x);
    },
    save: () => saveTrees(kind, set),
  };
}

export function fittedClassifier(kind: string, set: TreeSet, outOfBagScore?: number): FittedTreesClassifier {
  const fitted = fittedRegressor(kind, set, outOfBagScore);
  const predictProbabilities = fitted.predict;
  return {
    ...fitted,
    predict: (x) => largestOfRows(predictProbabilities(x), set.outputs),
    predictProbabilities,
  };
}
