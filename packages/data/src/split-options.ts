import type { Dataset } from '@neurite/core';
import type { SampleArrays, SampleOf } from './from-arrays.js';

/** One sample of a dataset, or of arrays as for `fromArrays`. */
export type SampleIn<Data> = Data extends Dataset<infer T> ? T : Data extends SampleArrays ? SampleOf<Data> : never;

/** How samples are divided. */
export type SplitOptions<T> = {
  /** The same seed, the same parts. Default 0. */
  readonly seed?: number;
  /** The class of a sample. Each part gets its share of each class, within 1. */
  readonly stratify?: (sample: T) => string | number;
  /**
   * What a sample belongs to: a patient, a speaker. All samples of a group go into one part; then the shares are as near
   * as the groups' sizes allow.
   */
  readonly group?: (sample: T) => string | number;
};
