import type { TensorInfo } from '@tensorflow/tfjs-core';

/** Where the two shader languages differ, as far as the kernels here use them. */
export type Dialect = {
  /** Declares a float, a signed or an unsigned integer of 32 bits. */
  readonly float: string;
  readonly int: string;
  readonly word: string;
  /**
   * The element of a matrix at a row and a column.
   *
   * @param width its number of columns. Default `columns`
   */
  at(name: string, row: string, column: string, width?: string): string;
  /** Converts to a float, a signed or an unsigned integer. */
  toFloat(integer: string): string;
  toInt(number: string): string;
  toWord(number: string): string;
  /** The element of a vector. */
  of(name: string, index: string): string;
};

/** A program that computes each element of its output independently. */
export type Shader = {
  /** Unique among the kernels here. */
  readonly name: string;
  /** float32 or int32, by their names in the program. */
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  /** Numbers that may differ from call to call, by their names in the program. */
  readonly constants: Readonly<Record<string, number>>;
};

/** A formula over tensors of one shape, the first input's. It should give 0 where all inputs are 0: WebGL pads with zeros. */
export type Elementwise = Shader & {
  /**
   * In what both languages share: `+ - * /`, `abs`, `clamp`, `floor`, `sqrt`, `exp`, `sin`, `cos`, the names of inputs and constants, and the functions
   * `whereAbove(x, limit, value)` (else 0), `nanWith(x, value)` (NaN where x is NaN), `sigmoid(x)`, `squash(x)` (tanh
   * without overflow), `errorFunction(x)` (Abramowitz and Stegun 7.1.26, to 1.5e-7), `spread(number)` (a constant as a
   * value of each element), and of such values `largerOf(a, b)` and `smallerOf(a, b)` (NaN where one is) and
   * `whereGreater(a, b, x, y)` (x where a > b, else y).
   */
  readonly formula: string;
  /** Values that come before the formula, by their names in it; each may use those before it. */
  readonly steps?: readonly (readonly [name: string, formula: string])[];
  /** The name of an input that has the last axis alone and is broadcast over the others. */
  readonly vector?: string;
};

/** A program over matrices [rows, columns] and vectors, which may read whole rows. */
export type Rows = Shader & {
  /** One axis [rows], or two. */
  readonly outputShape: readonly number[];
  /**
   * Sets `result` from `row` and `column`; may use `rows`, `columns`, the constants, `sigmoid`, `squash` and `nanWith`. It
   * declares no `index`, which the target uses.
   */
  readonly body: (dialect: Dialect) => string;
};

/** Runs the shaders of fused kernels on one of tfjs's backends. */
export type Target = {
  /** @returns a tensor of the first input's shape */
  elementwise(program: Elementwise): TensorInfo;
  /** @param size of the matrix whose rows `body` reads */
  rows(program: Rows, size: { readonly rows: number; readonly columns: number }): TensorInfo;
  /** The value of a scalar that has not been uploaded to the device; undefined if it has. */
  hostNumber(scalar: TensorInfo): number | undefined;
  /** Frees a tensor that is no longer needed. */
  free(info: TensorInfo): void;
};
