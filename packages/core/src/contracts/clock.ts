import type { Scalar } from '@tensorflow/tfjs-core';

/** A number that depends on the step: 0 in the first. */
export type Schedule = (step: number) => number;

/** The step counter, and the only way a number that changes from step to step enters a step. */
export type Clock = {
  /** 0 in the first step. Only for reports: what depends on it goes through `scalar`. */
  readonly step: number;
  /**
   * @param schedule called with the step; must be pure
   * @returns a float32 scalar that the caller owns
   */
  scalar(schedule: Schedule): Scalar;
};
