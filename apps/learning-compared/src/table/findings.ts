import type { Examination } from '@neurite/data-validation';
import type { Interval } from '../statistics/intervals.js';
import type { Dependence, Importance } from './explain.js';
import type { HeldOut } from './held-out.js';
import type { LearningCurve } from './learning-curve-of.js';
import type { Answered } from './question.js';
import type { NamedScore } from './scores.js';
import type { Tuned } from './search.js';

/** A kind of model, compared. */
export type Compared = {
  readonly tuned: Tuned;
  /** Of the folds, by the score that it was tuned for. */
  readonly folds: Interval;
  /** By how much the best one is better, in the same folds. */
  readonly behind: Interval;
  /** Each score of the rows that nothing was chosen by, learned from the rows that it was tuned on. */
  readonly heldOut: readonly Interval[];
};

/** Everything that a run has found. */
export type TableFindings = {
  readonly answered: Answered;
  readonly examination: Examination;
  readonly scores: readonly [NamedScore, ...NamedScore[]];
  readonly counts: { readonly rows: number; readonly tuned: number; readonly heldOut: number; readonly folds: number };
  /** The best first. */
  readonly compared: readonly [Compared, ...Compared[]];
  /** What predicting the same for all rows gives: each score of the rows held out. */
  readonly constant: readonly number[];
  /** The best model, learned from all rows that were not held out. */
  readonly best: HeldOut & { readonly scores: readonly Interval[]; readonly rows: Uint32Array };
  readonly importances: readonly Importance[];
  readonly dependences: readonly Dependence[];
  readonly curve: LearningCurve;
  readonly settings: Readonly<Record<string, string | number>>;
};
