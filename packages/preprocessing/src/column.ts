import type { FittedTransformer, Transformer } from '@neurite/core';

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

/** A transformation of one column, which `columns` puts together. */
export type ColumnTransformer<Value, Fitted extends FittedColumn<Value> = FittedColumn<Value>> = Transformer<
  Value,
  ArrayLike<Value>,
  Float64Array,
  Fitted
>;

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
