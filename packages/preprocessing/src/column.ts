import type { FittedTransformer, Json, Transformer, TransformerOptions } from '@neurite/core';

/** A number of a column; NaN, null and undefined are missing. A bigint must be exact as a number. */
export type NumberValue = number | bigint | null | undefined;

/** A category; null, undefined, NaN and `''` are missing. */
export type Category = string | number | boolean | null | undefined;

/** A transformation of one column that has learned: each value becomes one or more numbers. */
export interface FittedColumn<Value> extends FittedTransformer<ArrayLike<Value>, Float64Array> {
  /** What distinguishes the columns that it makes: `['']` for a single one, the categories for `oneHot`. */
  readonly outputs: readonly string[];
  /** @returns rows × `outputs.length` numbers, one row after another */
  transform(values: ArrayLike<Value>): Float64Array;
}

/** Takes values one at a time, and says in the end what it has learned. */
export type Learner<Value, Fitted> = {
  /** @param weight above 0 */
  add(value: Value, weight: number, row: number): void;
  end(): Fitted;
  /** What `end` does, in steps of some milliseconds: a `fit` of what arrives over time lets others in between them. */
  steps?(): Generator<undefined, Fitted, undefined>;
};

/** A transformation of one column, which `columns` puts together. */
export interface ColumnTransformer<Value, Fitted extends FittedColumn<Value> = FittedColumn<Value>>
  extends Transformer<Value, ArrayLike<Value>, Float64Array, Fitted> {
  /** Learns from values that are handed in one at a time, as `columns` does with rows that arrive once. */
  start(options: TransformerOptions): Learner<Value, Fitted>;
  /** Learns, and transforms each row by what the others say, where `transform` would give away its target. */
  fitTransform?(
    values: ArrayLike<Value>,
    options: TransformerOptions,
  ): { readonly fitted: Fitted; readonly transformed: Float64Array };
}

/** A column that has learned, as `columns` needs it: whatever its inverse gives. */
export interface FittedTableColumn<Value> {
  readonly name: string;
  readonly outputs: readonly string[];
  transform(values: ArrayLike<Value>): Float64Array;
  invert?(values: Float64Array): ArrayLike<unknown>;
  toJSON(): Json;
}

/** What `columns` needs of a transformer, such as a `ColumnTransformer`. */
export interface TableColumn<Value> {
  readonly name: string;
  start(options: TransformerOptions): Learner<Value, FittedTableColumn<Value>>;
  /** Learns, and transforms each row by what the others say, where `transform` would give away its target. */
  fitTransform?(
    values: ArrayLike<Value>,
    options: TransformerOptions,
  ): { readonly fitted: FittedTableColumn<Value>; readonly transformed: Float64Array };
  restore(json: Json): FittedTableColumn<Value>;
}

/** A transformation of numbers to as many numbers, with its inverse. */
export interface FittedNumbers extends FittedColumn<NumberValue> {
  invert(values: ArrayLike<number>): Float64Array;
}

/** A transformation of categories to numbers, with its inverse. */
export interface FittedCategories extends FittedColumn<Category> {
  /** What was learned, in the order of the codes. */
  readonly categories: readonly Category[];
  /** @returns a category for each row, null where it is missing or was not seen */
  invert(values: ArrayLike<number>): Category[];
}
