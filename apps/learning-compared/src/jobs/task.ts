import type { NetworkName } from '../models/model-names.js';
import type { Job, Measured } from './job.js';

/** Something that another process is to do, so that its memory or its engine is its own. */
export type Task =
  | { readonly kind: 'learn'; readonly job: Job }
  | { readonly kind: 'steps'; readonly job: Job; readonly networks: readonly NetworkName[]; readonly steps: number };

/** A model that learned alone in a process. */
export type Learned = Measured & {
  /** How much memory learning and predicting took, beyond the samples and the program, in bytes. */
  readonly peakBytes: number;
};

/** How long the steps of a network take. */
export type Steps = {
  /** Of one train step, the median. */
  readonly stepMilliseconds: number;
  /** Of a prediction, of a batch together. */
  readonly predictMicroseconds: number;
  /** What it ran on, in words. */
  readonly device: string;
};

/** The steps of one of several networks. */
export type NetworkSteps = Steps & { readonly network: NetworkName };

export type Answer = { readonly result: Learned | readonly NetworkSteps[] } | { readonly problem: string };
