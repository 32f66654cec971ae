import type { Callback } from '@neurite/core';
import type { Batches } from '../batches.js';
import type { ReportedMetrics } from './accumulators.js';
import type { FailedStep } from './find-broken-tensor.js';
import type { OwnShare } from './own-share.js';
import type { Replicas } from './replicas.js';
import type { RunStep } from './step-flight.js';

/** How a run steps. */
export type StepOptions = Pick<FailedStep, 'objective' | 'loss' | 'optimizer' | 'customStep'> & {
  readonly step: RunStep;
  /** What this process keeps of the optimizer's state; undefined where it trains alone. */
  readonly share: OwnShare | undefined;
};

/** What `fit` was asked for, checked. */
export type RunOptions = StepOptions &
  Pick<FailedStep, 'model'> & {
    readonly data: Batches;
    readonly validation: Batches | undefined;
    readonly epochs: number;
    readonly seed: number;
    readonly metrics: ReportedMetrics;
    readonly callbacks: readonly Callback[];
    /** How many batches make one step. */
    readonly accumulate: number;
    /** Who takes each step together. */
    readonly replicas: Replicas | undefined;
    /** After how many steps the validation set is measured within epochs. */
    readonly validateEvery: number | undefined;
  };
