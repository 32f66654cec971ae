import { checkInteger, checkNumber, checkOptions } from '@neurite/core';
import { cosineDecay } from './cosine-decay.js';

export type WarmupCosineOptions = {
  /** The value at the end of the warm-up: a finite number of at least 0. */
  readonly peak: number;
  /** How many steps the whole takes, warm-up and decay: an integer of at least 1. */
  readonly steps: number;
  /** How many of them warm up: an integer below `steps`. Default: a twentieth of them, rounded down. */
  readonly warmup?: number;
  /** The value from step `steps` on: a finite number of at least 0. Default 0. */
  readonly end?: number;
};

/**
 * A straight line up to `peak`, then half a wave of the cosine down to `end`.
 *
 * `peak · (step + 1) / (warmup + 1)` while `step < warmup`, so that not even the first step is wasted on a rate of 0;
 * `peak` at `step = warmup`; from there `cosineDecay` over the steps that are left.
 *
 * @returns a schedule: the learning rate of each step from 0
 * @throws ArgumentError when an argument or option is out of its range, or an option is unknown
 * @example
 * const learningRate = warmupCosine({ peak: 2e-3, steps: 600, warmup: 30 });
 * learningRate(30); // 2e-3
 * @see Goyal et al. 2017, Accurate, Large Minibatch SGD, section 2.2, for the warm-up
 */
export function warmupCosine(options: WarmupCosineOptions): (step: number) => number {
  checkOptions('warmupCosine', options, ['peak', 'steps', 'warmup', 'end']);
  const { peak, steps, warmup = Math.floor(steps / 20), end = 0 } = options;
  checkNumber('warmupCosine', 'peak', peak, { atLeast: 0 });
  checkInteger('warmupCosine', 'steps', steps, { min: 1 });
  checkInteger('warmupCosine', 'warmup', warmup, { min: 0, max: steps - 1 });
  checkNumber('warmupCosine', 'end', end, { atLeast: 0 });
  const decay = cosineDecay({ initial: peak, steps: steps - warmup, end });
  return (step) => (step < warmup ? (peak * (step + 1)) / (warmup + 1) : decay(step - warmup));
}
