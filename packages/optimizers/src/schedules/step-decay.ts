import { checkInteger, checkNumber, resolveOptions } from '@neurite/core';

export type StepDecayOptions = {
  /** The value of the first `every` steps: a finite number of at least 0. */
  readonly initial: number;
  /** How many steps the value stays: an integer of at least 1. */
  readonly every: number;
  /** What the value is multiplied with then: a finite number above 0. Default 0.1. */
  readonly factor?: number;
};

/**
 * A staircase: `initial · factor^⌊step / every⌋`, as PyTorch's `StepLR`.
 *
 * @returns a schedule: the learning rate of each step from 0
 * @throws ArgumentError when an argument or option is out of its range, or an option is unknown
 * @example
 * const learningRate = stepDecay({ initial: 0.1, every: 1000, factor: 0.5 });
 * learningRate(2500); // 0.025
 */
export function stepDecay(options: StepDecayOptions): (step: number) => number {
  const { initial, every, factor } = resolveOptions('stepDecay', options, {
    initial: undefined,
    every: undefined,
    factor: 0.1,
  });
  checkNumber('stepDecay', 'initial', initial, { atLeast: 0 });
  checkInteger('stepDecay', 'every', every, { min: 1 });
  checkNumber('stepDecay', 'factor', factor, { above: 0 });
  return (step) => initial * factor ** Math.floor(step / every);
}
