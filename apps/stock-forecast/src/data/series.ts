import type { Step } from './step.js';

/** Positive values in the order of time. */
export type Series = {
  readonly name: string;
  /** Milliseconds since 1970 (UTC), increasing. */
  readonly times: Float64Array;
  readonly values: Float64Array;
  /** The natural logarithms of the values: their differences are log returns. */
  readonly logs: Float64Array;
};

/** Series that are forecast together. */
export type SeriesSet = {
  /** Where they are from, for people. */
  readonly source: string;
  readonly step: Step;
  readonly series: readonly Series[];
  /** What was assumed and left out. */
  readonly notes: readonly string[];
};
