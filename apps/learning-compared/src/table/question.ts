import type { ColumnType } from '@neurite/data';

/** What a model gets of a row: a number or a category; NaN and null are missing. */
export type Input = {
  readonly name: string;
  readonly kind: 'number' | 'category';
  /** The column of the file that it is made from, and which part of it where that is a date. */
  readonly column: string;
  readonly type: ColumnType;
  readonly part: DatePart | undefined;
  /** Whether it is missing in some row. */
  readonly missing: boolean;
  /** The categories, sorted; a category that is not among them counts as `others`, or as missing. */
  readonly categories: readonly string[];
};

export type DatePart = 'days' | 'year' | 'month' | 'day' | 'weekday' | 'hour';

/** Fewer rows cannot be divided into folds that say anything. */
export const LEAST_ROWS = 30;

/** What a category is called that is not among the most frequent ones. */
export const OTHERS = '(others)';

export type Row = Readonly<Record<string, number | string | null>>;

/** What is to be predicted, and from what. */
export type Question = {
  readonly target: string;
  /** The names of the classes, by index; undefined where values are predicted. */
  readonly classes: readonly string[] | undefined;
  readonly inputs: readonly Input[];
};

/** The rows of a file with their answers. */
export type Answered = {
  readonly question: Question;
  readonly rows: readonly Row[];
  /** A value, or the index of a class, for each row. */
  readonly y: Float64Array;
  /** The number of each row in the file, from 0. */
  readonly numbers: Uint32Array;
  /** Orders the rows, or says which belong together, where that was asked for. */
  readonly time: Float64Array | undefined;
  readonly groups: Uint32Array | undefined;
  /** What was assumed and left out, in sentences. */
  readonly notes: readonly string[];
};

/** What a user says about the question. */
export type QuestionOptions = {
  readonly target: string;
  /** Whether the target is one of some classes, or a value. Default: as it looks. */
  readonly task?: 'classes' | 'values' | undefined;
  /** Columns that are not learned from. */
  readonly ignore: readonly string[];
  /** The column that orders the rows. */
  readonly time?: string | undefined;
  /** The column that says which rows belong together. */
  readonly groups?: string | undefined;
};
