import type { Estimator } from '@neurite/core';

export type ExamineOptions = {
  /** The column that is to be predicted. Default: `y`, or none where there are columns only. */
  readonly target?: string;
  /**
   * Whether the target is one of some classes, or a number. Default: classes where it is integer in arrays (`y`), or a
   * category, boolean or text in columns; otherwise numbers.
   */
  readonly task?: 'classes' | 'numbers';
  /** The names of classes, by their index. Default: the words of the target, or the indices. */
  readonly classes?: readonly string[];
  /** The column that says when a row was observed. Default: the only column of type `date`. */
  readonly time?: string;
  /** The column that says to whom a row belongs (patient, machine, session), who must not be in train and test. Default: none. */
  readonly groups?: string;
  /** Columns that should tell nothing about the target: camera, hospital, operator. Default: none. */
  readonly nuisance?: readonly string[];
  /** Columns that are not examined. Default: none. */
  readonly ignore?: readonly string[];
  /** How many parameters the model has that will learn from the rows, at least 1. Default: not known. */
  readonly parameters?: number;
  /**
   * What classifies rows to find label errors and shift. It gets complete, standardized tables, and must have
   * probabilities. Default: a logistic regression.
   */
  readonly estimator?: Estimator;
  /**
   * The probability of any finding by a statistical test where there is nothing, within (0, 0.5]. Default 0.02, so that
   * all checks together find something in clean data in fewer than 5 of 100 cases.
   */
  readonly level?: number;
  /** Other thresholds than those of the README, by the kind of finding. Default: none. */
  readonly thresholds?: Readonly<Record<string, number>>;
  /** Kinds of findings that are not looked for. Default: none. */
  readonly skip?: readonly string[];
  /** What samples and folds are drawn with: an integer of at least 0. Default 0. */
  readonly seed?: number;
  /** Ends the work early, with the reason of the signal. */
  readonly signal?: AbortSignal;
};
