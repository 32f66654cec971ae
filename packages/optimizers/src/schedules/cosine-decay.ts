import { checkInteger, checkNumber, resolveOptions } from '@neurite/core';

export type CosineDecayOptions = {
  /** The value of the first step: a finite number of at least 0. */
  readonly initial: number;
  /** How many steps it takes to reach `end`: an integer of at least 1. */
  readonly steps: number;
  /** The value from step `steps` on: a finite number of at least 0. Default 0. */
  readonly end?: number;
};

/**
 * Half a wave of the cosine: `end + (initial − end) · (1 + cos(π · step / steps)) / 2`, and `end` from there on.
 *
 * PyTorch's `CosineAnnealingLR` goes up again after `steps`; this one stays.
 *
 * @returns a schedule: the learning rate of each step from 0
 * @throws ArgumentError when an argument or option is out of its range, or an option is unknown
 * @example
 * const learningRate = cosineDecay({ initial: 0.1, steps: 1000 });
 * learningRate(1000); // 0
 * @see Loshchilov and Hutter 2017, SGDR: Stochastic Gradient Descent with Warm Restarts (without the restarts)
 */
export function cosineDecay(options: CosineDecayOptions): (step: number) => number {
  const { initial, steps, end } = resolveOptions('cosineDecay', options, {
    initial: undefined,
    steps: undefined,
    end: 0,
  });
  checkNumber('cosineDecay', 'initial', initial, { atLeast: 0 });
  checkInteger('cosineDecay', 'steps', steps, { min: 1 });
  checkNumber('cosineDecay', 'end', end, { atLeast: 0 });
  return (step) => (step >= steps ? end : end + ((initial - end) * (1 + Math.cos((Math.PI * step) / steps))) / 2);
}
