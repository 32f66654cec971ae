import type { Json } from './dataset.js';

/** How an estimator or a transformer learns. */
export type LearnOptions = {
  /** How much each row counts, at least 0. Default: 1 each. */
  readonly weights?: Float64Array | Float32Array | readonly number[] | undefined;
  /** Where random numbers come from: an integer of at least 0. Default 0. */
  readonly seed?: number;
  /** Ends the work early. */
  readonly signal?: AbortSignal;
};

/** Rows of numbers: `rows` × `columns`, one row after another. */
export type Table = {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array | Float32Array;
  /** The names of the columns. Default: their indices. */
  readonly names?: readonly string[];
};

/** What an estimator has learned, to be stored: arrays as they are, in safetensors for example, the rest as JSON. */
export type SavedEstimator = {
  /** With `kind`, the name of the estimator, and `version`, the one of this form. */
  readonly json: { readonly kind: string; readonly version: number; readonly [field: string]: Json };
  readonly arrays: Readonly<Record<string, Float64Array | Float32Array | Int32Array | Uint8Array>>;
};

/** What an estimator has learned. */
export interface FittedEstimator<X = Table> {
  readonly name: string;
  /** @returns a value, or the index of a class, for each row */
  predict(x: X): Float64Array;
  /** @returns the probability of each class for each row, one row after another; left out where there are no classes */
  predictProbabilities?(x: X): Float64Array;
  /** Everything that it has learned; the arrays are its own, not copies. */
  save(): SavedEstimator;
}

/** Something that learns from a table in one call: linear models, trees, neighbors. */
export interface Estimator<X = Table, Fitted extends FittedEstimator<X> = FittedEstimator<X>> {
  readonly name: string;
  /**
   * @param y a value, or the index of a class, for each row
   * @throws ShapeError when `y` has another number of rows than `x`
   */
  fit(x: X, y: Float64Array | Float32Array | Int32Array, options?: LearnOptions): Fitted | Promise<Fitted>;
  /**
   * What `save` of a fitted one gave, ready to predict again; the options of this estimator play no part.
   *
   * @throws FormatError when it was not saved by such an estimator, or is damaged
   */
  restore(saved: SavedEstimator): Fitted;
}

/** What a transformer has learned. */
export interface FittedTransformer<In, Out> {
  readonly name: string;
  /** Transforms many values at once: a column, rows of a table, a text. */
  transform(values: In): Out;
  /** The inverse, where there is one. */
  invert?(values: Out): In;
  /** Everything that it has learned, as JSON. */
  toJSON(): Json;
}

/** How a transformer learns. */
export type TransformerOptions = LearnOptions & {
  /** What is to be predicted, for transformers that look at it: a value, or the index of a class, for each value. */
  readonly targets?: ArrayLike<number> | undefined;
};

/**
 * Something that learns from values how to change them: scaling, encoding, imputation, vocabularies.
 *
 * It learns from single values, which may arrive one at a time, and transforms many at once: a column of numbers is
 * learned from numbers and transformed as an array.
 */
export interface Transformer<
  Value,
  In,
  Out = In,
  Fitted extends FittedTransformer<In, Out> = FittedTransformer<In, Out>,
> {
  readonly name: string;
  /** Goes through the values once. */
  fit(values: Iterable<Value>, options?: TransformerOptions): Fitted;
  fit(values: AsyncIterable<Value>, options?: TransformerOptions): Promise<Fitted>;
  /**
   * What `toJSON` of a fitted one gave, ready to transform again; the options of this transformer play no part.
   *
   * @throws FormatError when it was not saved by such a transformer, or is damaged
   */
  restore(json: Json): Fitted;
}
