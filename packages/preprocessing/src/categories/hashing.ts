import { checkInteger, type Json, resolveOptions } from '@neurite/core';
import type { Category, ColumnTransformer, FittedColumn } from '../column.js';
import { categoryColumn } from '../internal/category-column.js';
import { murmurHash } from '../internal/murmur-hash.js';
import { saveAs } from '../internal/number-column.js';
import { FIELDS, readSaved } from '../internal/saved.js';
import { toCategory } from '../internal/to-category.js';

export type HashingOptions = {
  /** How many columns categories share, from 1 to 2³¹ − 1. Default: 16. */
  readonly features?: number;
  /** Whether half of the categories have −1 instead of 1, so that collisions cancel on average. Default: true. */
  readonly signed?: boolean;
};

type Learned = { readonly features: number; readonly signed: boolean };

const NAME = 'hashing';

/**
 * Categories as 1 or −1 in one of a fixed number of columns, by a hash of their text: for more categories than one can
 * list, and new ones at any time. Learns nothing, so `fit([])` is enough; missing values are 0 in each column. There is no
 * inverse.
 *
 * @returns a transformer of a column of categories; 1 and '1' are the same category
 * @throws ArgumentError when a value is no category, or an integer beyond 2⁵³
 * @example
 * const fitted = hashing({ features: 4 }).fit([]);
 * console.log(fitted.transform(['Vienna', 'Graz']).length); // 8
 * @see Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", 2009; the hash and the signs are those of
 *   scikit-learn's FeatureHasher
 */
export function hashing(options: HashingOptions = {}): ColumnTransformer<Category, FittedColumn<Category>> {
  const { features, signed } = resolveOptions(NAME, options, { features: 16, signed: true });
  checkInteger(NAME, 'features', features, { min: 1, max: 2 ** 31 - 1 });
  return categoryColumn(
    NAME,
    () => ({ add() {}, end: () => fitted({ features, signed }) }),
    (json: Json) => fitted(readSaved(NAME, json, { features: FIELDS.count, signed: FIELDS.boolean }) as Learned), // checked
  );
}

function fitted(learned: Learned): FittedColumn<Category> {
  const { features, signed } = learned;
  return {
    name: NAME,
    outputs: Array.from({ length: features }, (_, i) => String(i)),
    transform(values) {
      const result = new Float64Array(values.length * features);
      for (let row = 0; row < values.length; row++) {
        const key = toCategory(`${NAME}.transform`, values[row], row);
        if (key === null) continue;
        const hash = murmurHash(String(key));
        result[row * features + (Math.abs(hash) % features)] = signed && hash < 0 ? -1 : 1;
      }
      return result;
    },
    toJSON: () => saveAs(NAME, learned),
  };
}
