import type { Json } from '@neurite/core';
import type { Values } from '../space/space.js';

/** Whether a result is better when it is smaller or larger. */
export type Direction = 'minimize' | 'maximize';
/** What a study looks for: one result, or several by name. */
export type Objectives = Direction | { readonly [name: string]: Direction };
/** What a trial results in: a number, or one for each name. */
export type Result<O> = O extends Direction ? number : { readonly [Name in keyof O]: number };

/**
 * What has become of a trial: it runs, has its result, was ended early by a pruner, has thrown, or its process has ended
 * without a word.
 */
export type TrialState = 'running' | 'complete' | 'pruned' | 'failed' | 'lost';

/** What a trial has said while it ran. */
export type Report = { readonly step: number; readonly value: number };

/** One attempt with one set of values, as the study remembers it. */
export type Trial<S = unknown, O = Objectives> = {
  /** Counted from 0, in the order in which trials were asked for. */
  readonly number: number;
  readonly state: TrialState;
  /** Undefined while they are being chosen. */
  readonly values: Values<S> | undefined;
  /** Only of those that are complete. */
  readonly result: Result<O> | undefined;
  /** In the order of their steps. */
  readonly reports: readonly Report[];
  /** Constraints by name: what is above 0 violates one. */
  readonly constraints: Readonly<Record<string, number>>;
  /** What the objective noted beside its result, by name: a time, the path of a file. */
  readonly attributes: Readonly<Record<string, Json>>;
  /** What a failed trial threw. */
  readonly problem: string | undefined;
  /** The lost trial that this one repeats. */
  readonly retryOf: number | undefined;
  /** From its beginning to its end, in seconds; undefined while it runs. */
  readonly seconds: number | undefined;
};

/** A trial that runs here. */
export interface RunningTrial<S = unknown> {
  readonly number: number;
  readonly values: Values<S>;
  /** An integer for this trial alone, to seed what it does. */
  readonly seed: number;
  /** Aborted when the work should end: `optimize` was stopped. */
  readonly signal: AbortSignal;
  /** Whether the pruner has ended this trial. */
  readonly isPruned: boolean;
  /**
   * Says how good the trial is so far.
   *
   * @param step an integer of at least 0, larger than the one before: an epoch, a number of samples
   * @param value what the study minimizes or maximizes; NaN is worse than everything
   * @returns whether to stop here: then whatever comes as the result, the trial counts as pruned
   * @throws ArgumentError in studies with several objectives
   */
  report(step: number, value: number): Promise<boolean>;
  /** Says how far a limit is exceeded, by name: above 0 is too much. Trials that keep all limits are better than others. */
  constrain(constraints: Readonly<Record<string, number>>): void;
  /** Notes something beside the result, by name; the study keeps it when the trial ends. */
  note(attributes: Readonly<Record<string, Json>>): void;
}
