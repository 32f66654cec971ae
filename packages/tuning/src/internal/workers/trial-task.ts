import type { Json } from '@neurite/core';

/** A trial as it is sent to a worker. */
export type TrialTask = {
  readonly number: number;
  readonly values: unknown;
  readonly seed: number;
  /** Through which the trial reports, and is told to end. */
  readonly port: MessagePort;
};

/** What a worker says while a trial runs, and at its end. */
export type FromWorker =
  | { readonly type: 'report'; readonly step: number; readonly value: number }
  | {
      readonly type: 'result';
      readonly result: unknown;
      readonly constraints: Readonly<Record<string, number>>;
      readonly attributes: Readonly<Record<string, Json>>;
    }
  | { readonly type: 'failure'; readonly name: string; readonly message: string };

/** The answer to a report, or the end of the search. */
export type ToWorker =
  | { readonly type: 'answer'; readonly isPruned: boolean }
  | { readonly type: 'refusal'; readonly message: string }
  | { readonly type: 'abort'; readonly reason: string };

/** Workers that take trials. */
export type TrialPool = {
  /**
   * @param signal aborted when the worker has ended, which a pool need not notice
   * @returns when the worker is done with it; rejected where it cannot begin. What came of it goes through the port
   */
  run(task: TrialTask, signal: AbortSignal): Promise<unknown>;
  close(): Promise<void>;
};
