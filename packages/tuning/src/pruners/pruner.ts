import type { ObservedTrial } from '../samplers/sampler.js';

/** A running trial and those beside it, when the trial has reported. */
export type PrunerView = {
  /** The one that has reported: its last report is the new one. */
  readonly trial: ObservedTrial;
  /** The others, in the order of their numbers, without the lost and failed ones. */
  readonly others: readonly ObservedTrial[];
  readonly seed: number;
};

/** Tells early that a trial is not worth going on with. */
export interface Pruner {
  readonly name: string;
  shouldPrune(view: PrunerView): boolean;
}
