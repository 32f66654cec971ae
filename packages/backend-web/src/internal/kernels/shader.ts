import type { TensorInfo } from '@tensorflow/tfjs-core';

/** What differs between the two shader languages in the little that kernels here say. */
export type Dialect = {
  /** Declares a variable with a number, or a whole number. */
  readonly float: string;
  readonly int: string;
  /** Declares a word of 32 bits. */
  readonly word: string;
  /**
   * The number of a matrix at a row and a column.
   *
   * @param width how many columns it has; default `columns`
   */
  at(name: string, row: string, column: string, width?: string): string;
  /** A whole number as a number, and back. */
  toFloat(whole: string): string;
  toInt(number: string): string;
  /** A whole number as a word. */
  toWord(number: string): string;
  /** The number of a vector. */
  of(name: string, index: string): string;
};

/** A program that computes each number of its output by itself. */
export type Shader = {
  /** Unique among the kernels here. */
  readonly name: string;
  /** float32 or int32, by the names by which the program knows them. */
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  /** Numbers that may differ from call to call, by the names by which the program knows them. */
  readonly constants: Readonly<Record<string, number>>;
};

/** A formula over tensors of one shape, the first input's: should give 0 where all of them are 0, for tfjs pads its textures so. */
export type Elementwise = Shader & {
  /**
   * In what both languages share: `+ - * /`, `sqrt`, the names of inputs and constants, and `whereAbove(x, limit, value)`
   * (else 0), `nanWith(x, value)` (NaN where x is none), `sigmoid(x)`, `squash(x)` (tanh that does not overflow),
   * `errorFunction(x)` (by Abramowitz and Stegun 7.1.26, to 1.5e-7), `exp`.
   */
  readonly formula: string;
  /** An input along the last axis alone, the same for all others. */
  readonly vector?: string;
};

/** A program for matrices [rows, columns] that may look at whole rows, and vectors. */
export type Rows = Shader & {
  /** One axis [rows], or two. */
  readonly outputShape: readonly number[];
  /** Sets `result` from `row` and `column`; may use `rows`, `columns`, the constants, `sigmoid`, `squash` and `nanWith`. */
  readonly body: (dialect: Dialect) => string;
};

/** Where fused kernels run: one of tfjs's backends. */
export type Target = {
  /** @returns a tensor of the inputs' shape */
  elementwise(program: Elementwise): TensorInfo;
  /** @param size of the rows that `body` loops over */
  rows(program: Rows, size: { readonly rows: number; readonly columns: number }): TensorInfo;
  /** The number of a scalar that has not been sent to the device; undefined where it has. */
  hostNumber(scalar: TensorInfo): number | undefined;
  /** Frees a tensor that no longer matters. */
  free(info: TensorInfo): void;
};
