import type { ColumnType } from './column-table.js';

/** The types of columns by name. */
export type ColumnTypes = { readonly [name: string]: ColumnType };

/** How a text is read. What is left out is recognized, and stated in the result. */
export type CsvOptions = {
  /** One character. Default: the one of tab, semicolon, bar and comma by which all rows have one number of cells. */
  readonly separator?: string;
  /** What stands around cells with separators, quotes or line breaks in them. Default `"`. */
  readonly quote?: string;
  /** Whether the first row has the names of the columns, or the names. Default: it has, where no cell of it is a number. */
  readonly header?: boolean | readonly string[];
  /** What stands before decimals. Default: a comma where numbers have one and none has a point, else a point. */
  readonly decimal?: '.' | ',';
  /** What stands between thousands, such as `,`. Default: nothing does. */
  readonly thousands?: string;
  /**
   * Types of columns by name; a cell that is not of the type is an error. Default: the narrowest of integer, number,
   * boolean, date and text that all cells fit. `category` is never inferred.
   */
  readonly types?: ColumnTypes;
  /**
   * Cells that are missing values, in every column. Default: in columns of numbers, dates and booleans NA, N/A, NaN,
   * null, None, - and ? in their usual spellings, in columns of text none. An empty cell is always one.
   */
  readonly missing?: readonly string[];
  /**
   * What becomes of rows with more or fewer cells than the first: an `error`; `skip` leaves them out and lists them;
   * `fill` takes absent cells as missing values, more cells are an error. Default `error`.
   */
  readonly ragged?: 'error' | 'skip' | 'fill';
};

/** How a text was read. */
export type CsvReading = {
  readonly separator: string;
  readonly decimal: '.' | ',';
  /** Whether the first row was taken for the names. */
  readonly header: boolean;
  /** Rows without any cell, which were left out. */
  readonly blankRows: number;
  /** Rows that were left out as ragged, by their number in the text, from 1: the first 1,000. */
  readonly skipped: readonly { readonly row: number; readonly cells: number }[];
  readonly skippedRows: number;
  /** What was recognized, in sentences: the separator, the header, and each column with its type and missing values. */
  readonly notes: readonly string[];
};
