import type { Scalar, Tensor1D } from '@tensorflow/tfjs-core';

/** Two words of 32 bits, unsigned: what a random key is made of. */
export type KeyWords = readonly [number, number];

/** What a schedule may depend on besides the step. */
export type ScheduleContext = {
  /** The numbers that callbacks have set with `run.signal`, by name. */
  readonly signals: Readonly<Record<string, number>>;
};

/** A number that depends on the step: 0 in the first. Pure. */
export type Schedule = (step: number, context: ScheduleContext) => number;

/** The step counter, and the only way a number that changes from step to step enters a step. */
export interface Clock {
  /** 0 in the first step. Only for reports: what depends on it goes through `scalar`. */
  readonly step: number;
  /**
   * The step in which a parameter became trainable, for those that did so later than in the first; its own first step
   * is this one. Paths that are left out joined in step 0.
   */
  readonly joined?: Readonly<Record<string, number>>;
  /**
   * @param schedule called with the step; must be pure
   * @returns a float32 scalar that the caller owns
   */
  scalar(schedule: Schedule): Scalar;
  /**
   * @param words called with the step; must be pure
   * @returns the key of these words, see `keyTensor`; the caller owns it
   */
  key(words: (step: number) => KeyWords): Tensor1D;
}
