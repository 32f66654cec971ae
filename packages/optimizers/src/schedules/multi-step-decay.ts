import { checkNumber, resolveOptions } from '@neurite/core';
import { checkAscending } from '../internal/check-ascending.js';

export type MultiStepDecayOptions = {
  /** The value before the first of the steps: a finite number of at least 0. */
  readonly initial: number;
  /** From which steps on the value is multiplied once more: integers of at least 1, in ascending order. */
  readonly at: readonly number[];
  /** What it is multiplied with: a finite number above 0. Default 0.1. */
  readonly factor?: number;
};

/**
 * A staircase with steps of one's own: `initial · factor^n`, where n of the steps in `at` have been reached, as PyTorch's
 * `MultiStepLR`.
 *
 * @returns a schedule: the learning rate of each step from 0
 * @throws ArgumentError when an argument or option is out of its range, or an option is unknown
 * @example
 * const learningRate = multiStepDecay({ initial: 0.1, at: [3000, 8000] });
 * learningRate(3000); // 0.01
 */
export function multiStepDecay(options: MultiStepDecayOptions): (step: number) => number {
  const { initial, at, factor } = resolveOptions('multiStepDecay', options, {
    initial: undefined,
    at: undefined,
    factor: 0.1,
  });
  checkNumber('multiStepDecay', 'initial', initial, { atLeast: 0 });
  checkAscending('multiStepDecay', 'at', at);
  checkNumber('multiStepDecay', 'factor', factor, { above: 0 });
  return (step) => initial * factor ** at.filter((one) => one <= step).length;
}
