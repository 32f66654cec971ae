import type { Estimator, FittedEstimator, SavedEstimator, Table } from '@neurite/core';
import { ArgumentError } from '@neurite/core/errors';
import { kNeighborsClassifier } from '../../neighbors/k-neighbors-classifier.js';
import { kNeighborsRegressor } from '../../neighbors/k-neighbors-regressor.js';
import { rbfSvmClassifier } from '../../svm/rbf-svm-classifier.js';
import { rbfSvmRegressor } from '../../svm/rbf-svm-regressor.js';
import type { Rows } from '../take-rows.js';
import { fittedClassifier, fittedRegressor } from '../trees/fitted-trees.js';
import { restoreTrees } from '../trees/saved-trees.js';

export type Predicting = { readonly saved: SavedEstimator; readonly probabilities: boolean };

type Restore = (saved: SavedEstimator) => FittedEstimator<Table>;

const restoreClassifier = (kind: string) =>
  [kind, (saved: SavedEstimator) => fittedClassifier(kind, restoreTrees(kind, saved))] as const;
const restoreRegressor = (kind: string) =>
  [kind, (saved: SavedEstimator) => fittedRegressor(kind, restoreTrees(kind, saved))] as const;

/** Models that take longer to predict than to be copied. */
const RESTORES: ReadonlyMap<string, Restore> = new Map<string, Restore>([
  ...[kNeighborsClassifier(), kNeighborsRegressor(), rbfSvmClassifier(), rbfSvmRegressor()].map(
    ({ name, restore }) => [name, restore] as const,
  ),
  restoreClassifier('randomForestClassifier'),
  restoreClassifier('extraTreesClassifier'),
  restoreRegressor('randomForestRegressor'),
  restoreRegressor('extraTreesRegressor'),
]);

/** @param estimator the one that the module serves */
export function predictJob(
  { saved, probabilities }: Predicting,
  estimator: Estimator<unknown> | undefined,
): (rows: Rows) => Float64Array {
  const { kind } = saved.json;
  const restore =
    estimator?.name === kind ? estimator.restore : (RESTORES.get(kind) as Estimator<unknown>['restore'] | undefined);
  if (restore === undefined) {
    const expected = `be one of ${[...RESTORES.keys()].join(', ')}, or of the estimator that the module of \`workers\` serves`;
    throw new ArgumentError({ where: 'predictInWorkers', argument: 'model', expected, received: `a ${kind}` });
  }
  const model = restore(saved);
  return (rows) => (probabilities ? model.predictProbabilities!(rows) : model.predict(rows));
}
