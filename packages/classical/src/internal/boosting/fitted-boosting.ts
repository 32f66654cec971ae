import type { Table } from '@neurite/core';
import type { FittedBoosting } from '../../boosting/boosting-options.js';
import { checkTable } from '../check-table.js';
import type { Boosted } from './boost.js';
import { boostingImportances, sumOfTrees } from './boosted-trees.js';
import { saveBoosting } from './saved-boosting.js';

/** What all fitted ones have, and the sums of the trees: outputs × rows. */
export function fittedBoosting(
  kind: string,
  { trees, validationLosses }: Boosted,
  link: string,
): Omit<FittedBoosting, 'predict'> & { readonly sums: (x: Table) => Float64Array } {
  return {
    name: kind,
    iterations: trees.roots.length / trees.baseline.length,
    importances: boostingImportances(trees),
    validationLosses,
    sums: (x) => {
      checkTable(`${kind}.predict`, x, { columns: trees.columns, missing: true });
      return sumOfTrees(trees, x);
    },
    save: () => saveBoosting(kind, trees, link),
  };
}
