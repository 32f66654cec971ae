import type { RandomStream } from '@neurite/core';
import type { Axis } from './axis.js';

/** A trial as samplers and pruners see it. */
export type ObservedTrial = {
  readonly number: number;
  readonly state: 'running' | 'complete' | 'pruned' | 'failed';
  /** From 0 to 1 for each axis; NaN where the axis is not there. */
  readonly positions: Float64Array;
  /** What is to be small, one number for each objective; undefined for what is not complete. NaN is worse than all. */
  readonly losses: readonly number[] | undefined;
  /** The same of the reports of a study with one objective, in the order of their steps. */
  readonly reports: readonly { readonly step: number; readonly loss: number }[];
  /** By how much constraints are violated, summed; 0 where they are kept. */
  readonly violation: number;
};

/** A study, as a sampler sees it when a trial begins. */
export type StudyView = {
  readonly axes: readonly Axis[];
  /** How many objectives there are. */
  readonly objectives: number;
  /** Those before, in the order of their numbers, without the lost ones. */
  readonly trials: readonly ObservedTrial[];
  /** The number of the trial that begins. */
  readonly number: number;
  readonly seed: number;
};

/**
 * Chooses values. It keeps nothing from one call to the next, so that any process can go on: all it knows is in the view.
 *
 * @example
 * const middle: Sampler = {
 *   name: 'middle',
 *   sample: ({ axes }) => new Float64Array(axes.length).fill(0.5),
 * };
 */
export interface Sampler {
  readonly name: string;
  /**
   * @param random of this trial alone
   * @returns a position from 0 to 1 for each axis; those of axes that are not there do not matter. Undefined when there is
   *   nothing left to try
   */
  sample(view: StudyView, random: RandomStream): ArrayLike<number> | undefined;
}
