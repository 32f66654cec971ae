import { ArgumentError, describeValue, type Json, type TransformerOptions } from '@neurite/core';
import type { Category, ColumnTransformer, FittedColumn, Learner } from '../column.js';
import { fitBy } from './learn.js';
import { inSteps, sortInSteps } from './steps.js';
import { type CategoryKey, compareCategories, toCategory } from './to-category.js';

/** What categories are called, in ascending order, unless they were declared. */
export type CategoryOptions = {
  /** The categories, in the order of their codes; others are refused. Default: those that are learned from, sorted. */
  readonly categories?: readonly Category[] | undefined;
  /**
   * What becomes of a category that was not learned:
   *
   * - `error`: it is refused. The default.
   * - `ignore`: it counts as missing.
   * - `own`: all of them share a code, or a column, after all others.
   */
  readonly unseen?: 'error' | 'ignore' | 'own';
};

export const UNSEEN = ['error', 'ignore', 'own'] as const;

/** A transformer of categories. */
export function categoryColumn<Fitted extends FittedColumn<Category>>(
  name: string,
  learner: (options: TransformerOptions) => Learner<CategoryKey, Fitted>,
  restore: (json: Json) => Fitted,
): ColumnTransformer<Category, Fitted> {
  const where = `${name}.fit`;
  const start = (options: TransformerOptions): Learner<Category, Fitted> => {
    const { add, ...ends } = learner(options);
    return { add: (value, weight, row) => add(toCategory(where, value, row), weight, row), ...ends };
  };
  return { name, start, fit: fitBy(where, start), restore };
}

/** Learns which categories there are: sorted, or the declared ones. */
export function categoriesLearner<Fitted>(
  where: string,
  declared: readonly CategoryKey[] | undefined,
  { missing, end }: { readonly missing: boolean; readonly end: (categories: readonly CategoryKey[]) => Fitted },
): Learner<CategoryKey, Fitted> {
  const seen = new Set(declared);
  return {
    add(category, _weight, row) {
      if (category === null && !missing) return;
      if (declared !== undefined && category !== null && !seen.has(category)) {
        throw new ArgumentError({
          where,
          argument: 'values',
          expected: 'be among the categories that were declared',
          received: `${describeValue(category)} in row ${row}`,
        });
      }
      seen.add(category);
    },
    ...inSteps(function* () {
      return end(declared === undefined ? yield* sortInSteps([...seen], compareCategories) : [...seen]);
    }),
  };
}

/** @throws ArgumentError when a category is declared twice, or is none */
export function checkDeclared(where: string, declared: readonly Category[] | undefined): CategoryKey[] | undefined {
  const keys = declared?.map((category, i) => toCategory(where, category, i));
  if (keys === undefined || (new Set(keys).size === keys.length && keys.length > 0 && !keys.includes(null)))
    return keys;
  throw new ArgumentError({
    where,
    argument: 'categories',
    expected: 'be at least one, each different and none missing',
    received: describeValue(declared),
  });
}
