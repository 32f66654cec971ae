import type { Examination } from '@neurite/data-validation';
import type { SeriesSet } from '../data/series.js';
import type { FoldForecasts } from '../evaluation/evaluate-fold.js';
import type { FoldOfTime } from '../evaluation/folds.js';
import type { Compared } from '../measures/compare-models.js';
import type { Options, Plan } from '../settings.js';

/** All that a run has found. */
export type Findings = {
  readonly options: Options;
  readonly plan: Plan;
  readonly set: SeriesSet;
  readonly examination: Examination;
  readonly folds: readonly FoldOfTime[];
  /** What each model forecast in each fold. */
  readonly forecasts: Readonly<Record<string, readonly FoldForecasts[]>>;
  /** The best one first. */
  readonly compared: readonly Compared[];
};
