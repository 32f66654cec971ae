import type { LearnOptions, Table } from '@neurite/core';
import { checkTable } from '../check-table.js';
import { checkValues, countClasses, rowWeights, type Targets } from '../check-targets.js';
import { weighClasses } from '../class-targets.js';
import type { TreeTarget } from './criterion-of.js';
import type { ResolvedClassifier } from './resolve-rules.js';

/** What trees learn from: checked rows, and targets as a criterion sees them. */
export type Problem = {
  readonly x: Table;
  readonly y: Targets;
  readonly weights: Float64Array;
  readonly target: TreeTarget;
};

export function regressionProblem(where: string, x: Table, y: Targets, options: LearnOptions = {}): Problem {
  checkTable(where, x, { missing: true });
  checkValues(where, y, x.rows);
  const weights = rowWeights(where, options, x.rows);
  return { x, y, weights, target: { values: Float64Array.from(y) } };
}

export function classProblem(
  where: string,
  { x, y, criterion, classWeights }: { readonly x: Table; readonly y: Targets } & ResolvedClassifier,
  options: LearnOptions = {},
): Problem {
  checkTable(where, x, { missing: true });
  const classes = countClasses(where, y, x.rows);
  const labels = Int32Array.from(y);
  const given = rowWeights(where, options, x.rows);
  const weights = weighClasses(where, { labels, classes, classWeights, weights: given }) ?? given;
  return { x, y, weights, target: { labels, classes, entropy: criterion === 'entropy' } };
}
