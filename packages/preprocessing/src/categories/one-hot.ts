import { checkChoice, type Json, resolveOptions, ShapeError } from '@neurite/core';
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

export type OneHotOptions = CategoryOptions & {
  /**
   * Which category has no column, so that the columns do not add up to 1 in linear models: `none` (the default), the
   * `first`, or the first of two, `binary`.
   */
  readonly drop?: (typeof DROPS)[number];
};

type Learned = {
  readonly categories: readonly CategoryKey[];
  readonly unseen: (typeof UNSEEN)[number];
  readonly drop: (typeof DROPS)[number];
};

const NAME = 'oneHot';
const DROPS = ['none', 'first', 'binary'] as const;

/**
 * Categories as columns of 0 and 1, one for each category learned, sorted, or for each declared one. Missing values have
 * a column of their own, the last, if there were any among those learned. Learns in the memory of the categories.
 *
 * @param options `unseen: 'ignore'` makes zeros of categories that were not learned, `unseen: 'own'` a last column
 * @returns a transformer of a column of categories; its inverse is the category of the largest number in a row, null
 *   where all are 0
 * @throws ArgumentError when a value is no category, or an integer beyond 2⁵³
 * @example
 * const fitted = oneHot().fit(['cat', 'dog', 'cat']);
 * console.log(fitted.outputs); // 'cat', 'dog'
 * console.log(fitted.transform(['dog', 'cat'])); // 0, 1, 1, 0
 */
export function oneHot(options: OneHotOptions = {}): ColumnTransformer<Category, FittedCategories> {
  const resolved = resolveOptions(NAME, options, { categories: undefined, unseen: 'error', drop: 'none' });
  const { unseen, drop } = resolved;
  checkChoice(NAME, 'unseen', unseen, UNSEEN);
  checkChoice(NAME, 'drop', drop, DROPS);
  const declared = checkDeclared(NAME, resolved.categories);
  return categoryColumn(
    NAME,
    () =>
      categoriesLearner(`${NAME}.fit`, declared, {
        missing: true,
        end: (categories) => fitted({ categories, unseen, drop }),
      }),
    (json: Json) => {
      const fields = { categories: FIELDS.categories, unseen: oneOf(UNSEEN), drop: oneOf(DROPS) };
      return fitted(readSaved(NAME, json, fields) as Learned); // checked
    },
  );
}

function fitted(learned: Learned): FittedCategories {
  const { categories, unseen, drop } = learned;
  const dropped = drop === 'first' || (drop === 'binary' && categories.length === 2) ? 1 : 0;
  const codes = codesOf(categories);
  const outputs = categories.slice(dropped).map((category) => (category === null ? 'missing' : String(category)));
  if (unseen === 'own') outputs.push('unseen');
  const width = outputs.length;
  return {
    name: NAME,
    categories,
    outputs,
    transform(values) {
      const result = new Float64Array(values.length * width);
      for (let row = 0; row < values.length; row++) {
        const key = toCategory(`${NAME}.transform`, values[row], row);
        const code = codes.get(key);
        if (code === undefined && unseen === 'error') throw unseenError(`${NAME}.transform`, key, row);
        const column = code === undefined ? (unseen === 'own' ? width - 1 : -1) : code - dropped;
        if (column >= 0) result[row * width + column] = 1;
      }
      return result;
    },
    invert(values) {
      if (values.length % Math.max(width, 1) !== 0) {
        const expected = `have ${width} numbers for each row`;
        throw new ShapeError({
          where: `${NAME}.invert`,
          argument: 'values',
          expected,
          received: `${values.length} numbers`,
        });
      }
      const none = dropped === 1 ? categories[0]! : null;
      return Array.from({ length: width === 0 ? 0 : values.length / width }, (_, row) => {
        let best = -1;
        for (let column = 0; column < width; column++) {
          const value = values[row * width + column]!;
          if (value > (best < 0 ? 0 : values[row * width + best]!)) best = column;
        }
        return best < 0 ? none : (categories[best + dropped] ?? null);
      });
    },
    toJSON: () => saveAs(NAME, learned),
  };
}
