import { checkInteger, checkNumber, resolveOptions } from '@neurite/core';

export type ExponentialDecayOptions = {
  /** The value of the first step: a finite number of at least 0. */
  readonly initial: number;
  /** What the value is multiplied with over `every` steps: a finite number above 0. */
  readonly factor: number;
  /** Over how many steps: an integer of at least 1. Default 1. */
  readonly every?: number;
};

/**
 * A smooth decay: `initial · factor^(step / every)`; with `every` 1 as PyTorch's `ExponentialLR`.
 *
 * @returns a schedule: the learning rate of each step from 0
 * @throws ArgumentError when an argument or option is out of its range, or an option is unknown
 * @example
 * const learningRate = exponentialDecay({ initial: 0.1, factor: 0.5, every: 1000 });
 * learningRate(2000); // 0.025
 */
export function exponentialDecay(options: ExponentialDecayOptions): (step: number) => number {
  const { initial, factor, every } = resolveOptions('exponentialDecay', options, {
    initial: undefined,
    factor: undefined,
    every: 1,
  });
  checkNumber('exponentialDecay', 'initial', initial, { atLeast: 0 });
  checkNumber('exponentialDecay', 'factor', factor, { above: 0 });
  checkInteger('exponentialDecay', 'every', every, { min: 1 });
  return (step) => initial * factor ** (step / every);
}
