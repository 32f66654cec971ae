import { checkChoice, type Json, resolveOptions } from '@neurite/core';
import type { Category, ColumnTransformer, FittedCategories } from '../column.js';
import {
  type CategoryOptions,
  categoriesLearner,
  categoryColumn,
  checkDeclared,
  UNSEEN,
} from '../internal/category-column.js';
import { saveAs } from '../internal/number-column.js';
import { FIELDS, oneOf, readSaved } from '../internal/saved.js';
import { type CategoryKey, codesOf, toCategory, unseen as unseenError } from '../internal/to-category.js';

const NAME = 'ordinal';

/**
 * Categories as integers from 0: the index of each in the sorted list of those learned, or in the declared one. Missing
 * values are NaN. Learns in the memory of the categories; weights change nothing, except that rows of weight 0 are not
 * there.
 *
 * @param options `unseen: 'ignore'` makes NaN of categories that were not learned, `unseen: 'own'` the next integer
 * @returns a transformer of a column of categories; its inverse gives null for NaN and for what was not learned
 * @throws ArgumentError when a value is no category, or an integer beyond 2⁵³
 * @example
 * const fitted = ordinal({ categories: ['small', 'medium', 'large'] }).fit([]);
 * console.log(fitted.transform(['large', 'small', null])); // 2, 0, NaN
 * console.log(fitted.invert([1])); // 'medium'
 */
export function ordinal(options: CategoryOptions = {}): ColumnTransformer<Category, FittedCategories> {
  const { categories, unseen } = resolveOptions(NAME, options, { categories: undefined, unseen: 'error' });
  checkChoice(NAME, 'unseen', unseen, UNSEEN);
  const declared = checkDeclared(NAME, categories);
  return categoryColumn(
    NAME,
    () => categoriesLearner(`${NAME}.fit`, declared, { missing: false, end: (learned) => fitted(learned, unseen) }),
    (json: Json) => {
      const saved = readSaved(NAME, json, { categories: FIELDS.categories, unseen: oneOf(UNSEEN) });
      return fitted(saved.categories as readonly CategoryKey[], saved.unseen as (typeof UNSEEN)[number]); // checked
    },
  );
}

function fitted(categories: readonly CategoryKey[], unseen: (typeof UNSEEN)[number]): FittedCategories {
  const codes = codesOf(categories);
  const other = unseen === 'own' ? categories.length : Number.NaN;
  return {
    name: NAME,
    categories,
    outputs: [''],
    transform(values) {
      const result = new Float64Array(values.length);
      for (let row = 0; row < result.length; row++) {
        const key = toCategory(`${NAME}.transform`, values[row], row);
        const code = codes.get(key);
        if (code === undefined && key !== null && unseen === 'error') throw unseenError(`${NAME}.transform`, key, row);
        result[row] = key === null ? Number.NaN : (code ?? other);
      }
      return result;
    },
    invert: (values) => Array.from(values, (code) => categories[code] ?? null),
    toJSON: () => saveAs(NAME, { categories, unseen }),
  };
}
