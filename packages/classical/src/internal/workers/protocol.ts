import type { Rows } from '../take-rows.js';
import type { Growing, GrownTree } from '../trees/grow-in-forest.js';
import type { Folding, FoldResult, FoldTask } from './fold-job.js';
import type { Predicting } from './predict-job.js';
import type { SentError } from './sent-error.js';

/** What threads do: what they get once, what they get for each task, and what they give for it. */
export type Jobs = {
  readonly grow: { readonly setup: Growing; readonly task: number; readonly result: GrownTree };
  readonly predict: { readonly setup: Predicting; readonly task: Rows; readonly result: Float64Array };
  readonly fold: { readonly setup: Folding; readonly task: FoldTask; readonly result: FoldResult };
};

/** Tells threads of this package from others, in which modules that serve are only imported. */
export const MARK = 'neurite-classical';

/** The first message sets a thread up, each other one is a task. */
export type ToWorker = { readonly job: keyof Jobs; readonly setup: unknown } | { readonly task: unknown };
export type FromWorker = { readonly result: unknown } | { readonly error: SentError };
