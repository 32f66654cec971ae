import { ArgumentError, type LearnOptions, type Table } from '@neurite/core';
import { checkTable } from '../check-table.js';
import { checkValues, countClasses, rowWeights, type Targets } from '../check-targets.js';
import { ClassCriterion } from './class-criterion.js';
import type { Criterion } from './criterion.js';
import { MeanCriterion } from './mean-criterion.js';
import type { ResolvedClassifier } from './resolve-rules.js';

/** What trees learn from: checked rows, and targets as a criterion sees them. */
export type Problem = {
  readonly x: Table;
  readonly y: Targets;
  readonly weights: Float64Array;
  /** A criterion of its own for each tree, since a center of the targets depends on the rows that were drawn. */
  readonly criterion: (weights: Float64Array) => Criterion;
};

export function regressionProblem(where: string, x: Table, y: Targets, options: LearnOptions = {}): Problem {
  checkTable(where, x);
  checkValues(where, y, x.rows);
  const values = Float64Array.from(y);
  const weights = rowWeights(where, options.weights, x.rows);
  return { x, y, weights, criterion: (own) => new MeanCriterion(values, own) };
}

export function classProblem(
  where: string,
  { x, y, criterion, classWeights }: { readonly x: Table; readonly y: Targets } & ResolvedClassifier,
  options: LearnOptions = {},
): Problem {
  checkTable(where, x);
  const classes = countClasses(where, y, x.rows);
  const weights = rowWeights(where, options.weights, x.rows);
  const labels = Int32Array.from(y);
  if (classWeights !== undefined) {
    const factors = classFactors(where, labels, { classes, classWeights });
    for (let row = 0; row < x.rows; row++) weights[row]! *= factors[labels[row]!]!;
    if (weights.every((weight) => weight === 0)) {
      const expected = 'leave a row with a weight above 0';
      throw new ArgumentError({ where, argument: 'classWeights', expected, received: 'none' });
    }
  }
  const entropy = criterion === 'entropy';
  return { x, y, weights, criterion: () => new ClassCriterion(labels, { classes, entropy }) };
}

function classFactors(
  where: string,
  labels: Int32Array,
  { classes, classWeights }: { readonly classes: number; readonly classWeights: readonly number[] | 'balanced' },
): readonly number[] {
  if (classWeights !== 'balanced') {
    if (classWeights.length >= classes) return classWeights;
    const expected = `have a number for each of ${classes} classes`;
    throw new ArgumentError({ where, argument: 'classWeights', expected, received: String(classWeights.length) });
  }
  const counts = new Float64Array(classes);
  for (const label of labels) counts[label]!++;
  const present = counts.filter((count) => count > 0).length;
  return Array.from(counts, (count) => (count === 0 ? 0 : labels.length / (present * count)));
}
