import type { LearnOptions } from '@neurite/core';
import { ArgumentError } from '@neurite/core/errors';
import { countClasses, givenWeights, type Targets } from './check-targets.js';

export type ClassWeights = readonly number[] | 'balanced';

/** @throws ArgumentError when class weights are not numbers of at least 0 */
export function checkClassWeights(where: string, classWeights: ClassWeights | undefined): void {
  if (classWeights === undefined || classWeights === 'balanced') return;
  const valid = Array.isArray(classWeights) && classWeights.every((weight) => Number.isFinite(weight) && weight >= 0);
  if (valid) return;
  const expected = "be 'balanced' or finite numbers of at least 0, one for each class";
  throw new ArgumentError({ where, argument: 'classWeights', expected, received: String(classWeights) });
}

/**
 * Labels, and the weights of their rows times those of their classes, undefined where all are 1.
 *
 * @throws ArgumentError when there is only one class, or no row with a weight is left
 */
export function classTargets(
  where: string,
  {
    y,
    rows,
    classWeights,
  }: { readonly y: Targets; readonly rows: number; readonly classWeights?: ClassWeights | undefined },
  options: LearnOptions = {},
): { readonly labels: Int32Array; readonly classes: number; readonly weights: Float64Array | undefined } {
  const classes = countClasses(where, y, rows);
  if (classes < 2) {
    const expected = 'have at least 2 classes';
    throw new ArgumentError({ where, argument: 'y', expected, received: 'only class 0' });
  }
  const labels = Int32Array.from(y);
  const given = givenWeights(where, options, rows);
  return { labels, classes, weights: weighClasses(where, { labels, classes, classWeights, weights: given }) };
}

/** The weights of rows, undefined where all are 1, times those of their classes. */
export function weighClasses(
  where: string,
  {
    labels,
    classes,
    classWeights,
    weights,
  }: {
    readonly labels: Int32Array;
    readonly classes: number;
    readonly classWeights: ClassWeights | undefined;
    readonly weights: Float64Array | undefined;
  },
): Float64Array | undefined {
  if (classWeights === undefined) return weights;
  const factors = classFactors(where, labels, { classes, classWeights });
  const own = Float64Array.from(labels, (label, row) => factors[label]! * (weights?.[row] ?? 1));
  if (own.some((weight) => weight > 0)) return own;
  const expected = 'leave a row with a weight above 0';
  throw new ArgumentError({ where, argument: 'classWeights', expected, received: 'none' });
}

function classFactors(
  where: string,
  labels: Int32Array,
  { classes, classWeights }: { readonly classes: number; readonly classWeights: ClassWeights },
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
