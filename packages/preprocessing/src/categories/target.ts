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
import { FIELDS, readSaved, type Saved } from '../internal/saved.js';
import { type Encodings, TargetStatistics } from '../internal/target-statistics.js';
import { type CategoryKey, codesOf, toCategory } from '../internal/to-category.js';
import { nothingLearned } from '../internal/to-number.js';

export type TargetOptions = {
  /**
   * How much the mean of all rows counts beside that of the category, in rows, at least 0; `auto`: by the variance within
   * the category against that of all rows. Default: `auto`.
   */
  readonly smooth?: number | 'auto';
  /** In how many parts `fitTransform` divides the rows, at least 2. Default: 5. */
  readonly folds?: number;
  /** Number of classes, where targets are classes from 0: a category has a column for each, its share of rows. Default: none. */
  readonly classes?: number | undefined;
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
 * Targets that are classes are encoded class by class, as if one class after another had the target 1 and the others 0.
 *
 * @returns a transformer of a column of categories, whose `fit` needs `targets`: numbers, 0 and 1, or classes
 * @throws ArgumentError when `targets` is left out or not finite, or a value is no category
 * @example
 * const { fitted, transformed } = target({ folds: 2 }).fitTransform(['a', 'b', 'a', 'b'], { targets: [1, 5, 2, 6] });
 * console.log(transformed.length, fitted.transform(['c'])); // 4, 3.5
 * @see Micci-Barreca, "A Preprocessing Scheme for High-Cardinality Categorical Attributes", 2001
 */
export function target(options: TargetOptions = {}): TargetTransformer {
  const { smooth, folds, classes } = resolveOptions(NAME, options, { smooth: 'auto', folds: 5, classes: undefined });
  if (smooth !== 'auto') checkNumber(NAME, 'smooth', smooth, { atLeast: 0, or: "'auto'" });
  checkInteger(NAME, 'folds', folds, { min: 2 });
  if (classes !== undefined) checkInteger(NAME, 'classes', classes, { min: 2 });
  const column = categoryColumn(
    NAME,
    ({ targets }) => {
      const statistics = new ClassStatistics(classes);
      return {
        add: (category, weight, row) =>
          statistics.add(category, targetOf(`${NAME}.fit`, targets, row, classes), weight),
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
    crossFit: CrossFitOptions = {},
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
    const parts = new Map<number, ClassStatistics>();
    for (let row = 0; row < values.length; row++) {
      const fold = part[row]!;
      checkInteger(where, 'foldOfRow', fold, { min: 0 });
      if (!parts.has(fold)) parts.set(fold, new ClassStatistics(classes));
      const weight = weights?.[row] ?? 1;
      if (weight === 0) continue;
      parts.get(fold)!.add(toCategory(where, values[row], row), targetOf(where, targets, row, classes), weight);
    }
    const others = new Map<number, FittedColumn<Category>>();
    for (const fold of parts.keys()) {
      const statistics = new ClassStatistics(classes);
      for (const [other, each] of parts) if (other !== fold) statistics.merge(each);
      if (statistics.isEmpty) throw nothingLearned(where, 'all rows in one fold');
      others.set(fold, fitted(statistics.encodings(smooth)));
    }
    const width = learned.outputs.length;
    const transformed = new Float64Array(values.length * width);
    for (let row = 0; row < values.length; row++) {
      transformed.set(others.get(part[row]!)!.transform([values[row]]), row * width);
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

/** The targets of each class, or those that are numbers. */
class ClassStatistics {
  readonly #each: readonly TargetStatistics[];

  constructor(classes = 1) {
    this.#each = Array.from({ length: classes }, () => new TargetStatistics());
  }

  add(category: CategoryKey, target: number, weight: number): void {
    if (this.#each.length === 1) this.#each[0]!.add(category, target, weight);
    else for (const [own, statistics] of this.#each.entries()) statistics.add(category, target === own ? 1 : 0, weight);
  }

  merge(other: ClassStatistics): void {
    for (const [own, statistics] of this.#each.entries()) statistics.merge(other.#each[own]!);
  }

  get isEmpty(): boolean {
    return this.#each[0]!.isEmpty;
  }

  encodings(smooth: number | 'auto'): Encodings[] {
    return this.#each.map((statistics) => statistics.encodings(smooth));
  }
}

/** Four arguments: it runs for each row. */
function targetOf(where: string, targets: ArrayLike<number> | undefined, row: number, classes?: number): number {
  const value = targets?.[row];
  const fits =
    classes === undefined ? Number.isFinite(value) : Number.isInteger(value) && value! >= 0 && value! < classes;
  if (fits) return value as number; // a number, as checked
  throw new ArgumentError({
    where,
    argument: 'targets',
    expected:
      classes === undefined ? 'be a finite number for each row' : `be an integer from 0 to ${classes - 1} for each row`,
    received: targets === undefined ? 'none' : `${describeValue(value)} in row ${row}`,
  });
}

const ENCODINGS = { mean: FIELDS.number, categories: FIELDS.categories, values: FIELDS.numbers };

function restore(json: Json): FittedColumn<Category> {
  const isOfClasses = typeof json === 'object' && json !== null && 'classes' in json;
  if (!isOfClasses) return fitted([readSaved(NAME, json, ENCODINGS) as unknown as Encodings]); // checked
  const { classes } = readSaved(NAME, json, {
    classes: ['a list of encodings', (value) => Array.isArray(value) && value.length > 1],
  });
  const each = (classes as readonly Json[]).map((own) => readSaved(NAME, saveAs(NAME, own as Saved), ENCODINGS)); // a list, as checked
  return fitted(each as unknown as Encodings[]); // checked
}

/** @param each of one column, or of a column for each class */
function fitted(each: readonly Encodings[]): FittedColumn<Category> {
  const [{ mean, categories, values }] = each as [Encodings]; // all have the same categories
  const codes = codesOf(categories);
  return {
    name: NAME,
    outputs: each.length === 1 ? [''] : each.map((_, own) => String(own)),
    transform(rows) {
      const result = new Float64Array(rows.length * each.length);
      for (let row = 0; row < rows.length; row++) {
        const code = codes.get(toCategory(`${NAME}.transform`, rows[row], row));
        for (const [own, encoding] of each.entries()) {
          result[row * each.length + own] = code === undefined ? encoding.mean : encoding.values[code]!;
        }
      }
      return result;
    },
    toJSON: () =>
      saveAs(
        NAME,
        each.length === 1
          ? { mean, categories, values }
          : { classes: each.map((own) => ({ mean: own.mean, categories: own.categories, values: own.values })) },
      ),
  };
}
