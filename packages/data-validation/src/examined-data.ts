import type { HostArray, Table } from '@neurite/core';

/** A column of a table, as `@neurite/data` reads it. A missing value is NaN in numbers and null in text. */
export type ExaminedColumn =
  | {
      readonly type: 'number' | 'integer' | 'boolean' | 'date' | 'category';
      readonly values: Float64Array;
      /** The words of a `category`, by their code. */
      readonly categories?: readonly string[];
    }
  | { readonly type: 'text'; readonly values: readonly (string | null)[] };

/** Columns by name: a `ColumnTable`, for example. The option `target` names the one that is to be predicted. */
export type ExaminedColumns = { readonly columns: { readonly [name: string]: ExaminedColumn } };

/**
 * Inputs and targets: a table of numbers, or a host array with an axis of samples in front. Samples of three axes, of which
 * the last has 1, 3 or 4 channels, are images; all others become columns of numbers. Integers in `y` are classes.
 */
export type ExaminedArrays = {
  readonly x: Table | HostArray;
  readonly y?: HostArray | Int32Array | Uint8Array | Float32Array | Float64Array | undefined;
};

/** Samples one at a time: a dataset. Images may have different sizes. */
export type ExaminedSamples = AsyncIterable<{ readonly x: HostArray; readonly y?: HostArray | number | undefined }>;

/** Data that can be examined. */
export type ExaminedData = ExaminedColumns | ExaminedArrays | ExaminedSamples;
