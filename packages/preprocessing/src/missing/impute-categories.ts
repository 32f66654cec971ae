import { checkChoice, type FittedTransformer, type Json, resolveOptions, type Transformer } from '@neurite/core';
import type { Category } from '../column.js';
import { fitBy } from '../internal/learn.js';
import { MostFrequent } from '../internal/most-frequent.js';
import { saveAs } from '../internal/number-column.js';
import { FIELDS, readSaved } from '../internal/saved.js';
import { type CategoryKey, compareCategories, toCategory } from '../internal/to-category.js';
import { nothingLearned } from '../internal/to-number.js';

export type ImputeCategoriesOptions = {
  /** What is put in: the first of the `mostFrequent` categories (the default), or the `constant` value. */
  readonly strategy?: (typeof STRATEGIES)[number];
  /** What `constant` puts in. Default: `'missing'`. */
  readonly value?: string | number | boolean;
};

const NAME = 'imputeCategories';
const STRATEGIES = ['mostFrequent', 'constant'] as const;

/**
 * Puts a category where one is missing. Learns in the memory of the categories.
 *
 * @returns a transformer of a column of categories to as many categories
 * @throws ArgumentError when a value is no category, or all are missing and the strategy is not `constant`
 * @example
 * console.log(imputeCategories().fit(['cat', 'dog', 'dog', null]).transform(['cat', null])); // 'cat', 'dog'
 */
export function imputeCategories(
  options: ImputeCategoriesOptions = {},
): Transformer<Category, ArrayLike<Category>, Category[]> {
  const { strategy, value } = resolveOptions(NAME, options, { strategy: 'mostFrequent', value: 'missing' });
  checkChoice(NAME, 'strategy', strategy, STRATEGIES);
  const where = `${NAME}.fit`;
  return {
    name: NAME,
    fit: fitBy<Category, ArrayLike<Category>, Category[], FittedTransformer<ArrayLike<Category>, Category[]>>(
      where,
      () => {
        const frequent = new MostFrequent<CategoryKey>(compareCategories);
        let count = 0;
        return {
          add(category, weight, row) {
            const key = toCategory(where, category, row);
            if (key === null) return;
            frequent.add(key, weight);
            count++;
          },
          end() {
            if (strategy === 'constant') return fitted(value);
            if (count === 0) throw nothingLearned(where);
            return fitted(frequent.end());
          },
        };
      },
    ),
    restore: (json: Json) => fitted(readSaved(NAME, json, { value: FIELDS.category }).value as CategoryKey), // checked
  };
}

function fitted(value: CategoryKey): FittedTransformer<ArrayLike<Category>, Category[]> {
  return {
    name: NAME,
    transform: (values) =>
      Array.from(values, (category, row) => toCategory(`${NAME}.transform`, category, row) ?? value),
    toJSON: () => saveAs(NAME, { value }),
  };
}
