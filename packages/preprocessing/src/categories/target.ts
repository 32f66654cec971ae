import {
  ArgumentError,
  checkInteger,
  checkNumber,
  describeValue,
  type Json,
  RandomStream,
  resolveOptions,
  ShapeError,
  type TransformerOptions,
} from '@neurite/core';
import type { Category, ColumnTransformer, FittedColumn } from '../column.js';
import { categoryColumn } from '../internal/category-column.js';
import { saveAs } from '../internal/number-column.js';
import { FIELDS, readSaved } from '../internal/saved.js';
import { type Encodings, TargetStatistics } from '../internal/target-statistics.js';
import { codesOf, toCategory } from '../internal/to-category.js';
import { nothingLearned } from '../internal/to-number.js';

export type TargetOptions = {
  /**
   * How much the mean of all rows counts beside that of the category, in rows, at least 0; `auto`: by the variance within
   * the category against that of all rows. Default: `auto`.
   */
  readonly smooth?: number | 'auto';
  /** In how many parts `fitTransform` divides the rows, at least 2. Default: 5. */
  readonly folds?: number;
};

export type CrossFitOptions = TransformerOptions & {
  /** The part of each row, an integer of at least 0, where rows belong together. Default: drawn from the seed. */
  readonly foldOfRow?: ArrayLike<number> | undefined;
};

/** Categories as the mean of their targets. */
export interface TargetTransformer extends ColumnTransformer<Category> {
  /**
   * Learns from all rows, and encodes each by what the other folds say: what a model is trained on must not contain the
   * row's own target.
   */
  fitTransform(
    values: ArrayLike<Category>,
    options: CrossFitOptions,
  ): { readonly fitted: FittedColumn<Category>; readonly transformed: Float64Array };
}

const NAME = 'target';

/**
 * Categories as the mean target of their rows, drawn towards the mean of all rows: `λ·mean(category) + (1 − λ)·mean`, with
 * λ = n / (n + smooth), or n·σ² / (n·σ² + σ²(category)) for `auto`. Missing values are a category; those that were not
 * learned are the mean of all. Learns in the memory of the categories. There is no inverse.
 *
 * Train on what `fitTransform` gives, and transform everything else: `fit` and then `transform` of the same rows tells the
 * model their targets.
 *
 * @returns a transformer of a column of categories, whose `fit` needs `targets`: numbers, or 0 and 1
 * @throws ArgumentError when `targets` is left out or not finite, or a value is no category
 * @example
 * const { fitted, transformed } = target({ folds: 2 }).fitTransform(['a', 'b', 'a', 'b'], { targets: [1, 5, 2, 6] });
 * console.log(transformed.length, fitted.transform(['c'])); // 4, 3.5
 * @see Micci-Barreca, "A Preprocessing Scheme for High-Cardinality Categorical Attributes", 2001
 */
export function target(options: TargetOptions = {}): TargetTransformer {
  const { smooth, folds } = resolveOptions(NAME, options, { smooth: 'auto', folds: 5 });
  if (smooth !== 'auto') checkNumber(NAME, 'smooth', smooth, { atLeast: 0, or: "'auto'" });
  checkInteger(NAME, 'folds', folds, { min: 2 });
  const column = categoryColumn(
    NAME,
    ({ targets }) => {
      const statistics = new TargetStatistics();
      return {
        add: (category, weight, row) => statistics.add(category, targetOf(`${NAME}.fit`, targets, row), weight),
        end() {
          if (statistics.isEmpty) throw nothingLearned(`${NAME}.fit`, 'none');
          return fitted(statistics.encodings(smooth));
        },
      };
    },
    restore,
  );
  return { ...column, fitTransform };

  function fitTransform(
    values: ArrayLike<Category>,
    crossFit: CrossFitOptions,
  ): ReturnType<TargetTransformer['fitTransform']> {
    const where = `${NAME}.fitTransform`;
    const { foldOfRow, ...learn } = crossFit;
    const { targets, weights, seed = 0 } = learn;
    const learned = column.fit(Array.from(values), learn);
    const part = foldOfRow ?? drawFolds(values.length, folds, seed);
    if (part.length !== values.length) {
      const expected = `have one integer for each of the ${values.length} rows`;
      throw new ShapeError({ where, argument: 'foldOfRow', expected, received: `${part.length} integers` });
    }
    const parts = new Map<number, TargetStatistics>();
    for (let row = 0; row < values.length; row++) {
      const fold = part[row]!;
      checkInteger(where, 'foldOfRow', fold, { min: 0 });
      if (!parts.has(fold)) parts.set(fold, new TargetStatistics());
      const weight = weights?.[row] ?? 1;
      if (weight > 0) parts.get(fold)!.add(toCategory(where, values[row], row), targetOf(where, targets, row), weight);
    }
    const others = new Map<number, FittedColumn<Category>>();
    for (const fold of parts.keys()) {
      const statistics = new TargetStatistics();
      for (const [other, each] of parts) if (other !== fold) statistics.merge(each);
      if (statistics.isEmpty) throw nothingLearned(where, 'all rows in one fold');
      others.set(fold, fitted(statistics.encodings(smooth)));
    }
    const transformed = new Float64Array(values.length);
    for (let row = 0; row < values.length; row++) {
      transformed[row] = others.get(part[row]!)!.transform([values[row]])[0]!;
    }
    return { fitted: learned, transformed };
  }
}

/** Folds whose numbers of rows differ by one at most. */
function drawFolds(rows: number, folds: number, seed: number): Uint32Array {
  return RandomStream.fromSeed(seed)
    .child('folds')
    .permutation(rows)
    .map((position) => position % folds);
}

function targetOf(where: string, targets: ArrayLike<number> | undefined, row: number): number {
  const value = targets?.[row];
  if (Number.isFinite(value)) return value as number;
  throw new ArgumentError({
    where,
    argument: 'targets',
    expected: 'be a finite number for each row',
    received: targets === undefined ? 'none' : `${describeValue(value)} in row ${row}`,
  });
}

function restore(json: Json): FittedColumn<Category> {
  const saved = readSaved(NAME, json, { mean: FIELDS.number, categories: FIELDS.categories, values: FIELDS.numbers });
  return fitted(saved as Encodings & typeof saved); // checked
}

function fitted({ mean, categories, values }: Encodings): FittedColumn<Category> {
  const codes = codesOf(categories);
  return {
    name: NAME,
    outputs: [''],
    transform: (rows) =>
      Float64Array.from({ length: rows.length }, (_, row) => {
        const code = codes.get(toCategory(`${NAME}.transform`, rows[row], row));
        return code === undefined ? mean : values[code]!;
      }),
    toJSON: () => saveAs(NAME, { mean, categories, values }),
  };
}
