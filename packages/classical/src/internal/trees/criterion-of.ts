import { ClassCriterion } from './class-criterion.js';
import type { Criterion } from './criterion.js';
import { MeanCriterion } from './mean-criterion.js';

/** Targets as trees learn them: values, or classes. */
export type TreeTarget =
  | { readonly values: Float64Array }
  | { readonly labels: Int32Array; readonly classes: number; readonly entropy: boolean };

/** A criterion of its own for each tree, since a center of the targets depends on the rows that were drawn. */
export function criterionOf(target: TreeTarget, weights: Float64Array): Criterion {
  return 'values' in target ? new MeanCriterion(target.values, weights) : new ClassCriterion(target.labels, target);
}
