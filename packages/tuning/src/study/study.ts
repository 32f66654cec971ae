import type { Values } from '../space/space.js';
import type { Objectives, Result, RunningTrial, Trial } from './trial.js';

/**
 * What a trial has come to: a result, or what it failed with. With `retry` it counts as lost: its values are not at fault, and
 * are tried again.
 */
export type Outcome<O> = Result<O> | { readonly problem: string; readonly retry?: boolean };

/** Trials of a space of hyperparameters, kept in a log that several processes may share. */
export interface Study<S, O extends Objectives = Objectives> {
  readonly space: S;
  readonly objectives: O;
  /** All trials that are known here, by number; `refresh` learns of those of other processes. */
  readonly trials: readonly Trial<S, O>[];
  /**
   * The best complete trial of those that keep all constraints, or, where none does, the one that violates them least.
   * Undefined where there is none, and of several objectives.
   */
  readonly best: Trial<S, O> | undefined;
  /** The complete trials that no other one beats in every objective; of one objective, the best ones. */
  readonly front: readonly Trial<S, O>[];
  /**
   * Begins a trial. It takes the values that were enqueued, those of a lost trial, or what the sampler chooses.
   *
   * @param options.signal what the trial's `signal` follows
   * @returns undefined when the sampler has nothing left to try
   * @throws ArgumentError when a sampler chooses no positions from 0 to 1
   */
  ask(options?: { readonly signal?: AbortSignal | undefined }): Promise<RunningTrial<S> | undefined>;
  /**
   * Ends a trial with its result, or with what it failed with. One that the pruner ended counts as pruned. A result that is
   * NaN counts as failed.
   *
   * @throws ArgumentError when the trial is none of this study, has ended already, or the result has another form
   */
  tell(trial: RunningTrial<S>, outcome: Outcome<O>): Promise<void>;
  /**
   * Values that a coming trial takes, such as those that have done well before. Several wait in their order.
   *
   * @throws ArgumentError when they are not values of this space
   */
  enqueue(values: Values<S>): Promise<void>;
  /** Learns what other processes have written. */
  refresh(): Promise<void>;
  /** Closes the log. Trials that run here and have not ended count as lost. */
  close(): Promise<void>;
}
