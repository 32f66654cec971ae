import type { HostArray } from '@neurite/core';
import type { PartName } from '../finding.js';

/** A column of a part: numbers, or codes of words; NaN where a value is missing. */
export type Feature = {
  readonly name: string;
  /** `text` has nearly as many words as rows. */
  readonly kind: 'number' | 'category' | 'text';
  readonly values: Float64Array;
  /** The words of codes; the same in train and test. */
  readonly words?: readonly string[];
  /** Whether numbers are milliseconds since 1970. */
  readonly date?: boolean;
};

/** Images of one or several sizes. */
export type Images = {
  readonly count: number;
  /** The value of white: 255 or 1. */
  readonly white: number;
  readonly at: (index: number) => { readonly data: HostArray['data']; readonly shape: readonly number[] };
};

/** Rows that are examined: train or test. */
export type Part = {
  readonly name: PartName;
  readonly rows: number;
  /** The inputs, without target, time and group; of images their brightness, contrast and so on. */
  readonly features: readonly Feature[];
  readonly target?: Feature;
  readonly time?: Feature;
  readonly group?: Feature;
  readonly images?: Images;
};
