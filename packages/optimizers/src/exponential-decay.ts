import { checkNumber, notNegative, positive, wholePositive } from './internal/check-number.js';

export type ExponentialDecayOptions = {
  /** The value of the first step: a finite number of at least 0. */
  readonly initial: number;
  /** What the value is multiplied with over `every` steps: a finite number above 0. */
  readonly factor: number;
  /** Over how many steps: a whole number of at least 1. Default 1. */
  readonly every?: number;
};

/**
 * A smooth decay: `initial · factor^(step / every)`; with `every` 1 as PyTorch's `ExponentialLR`.
 *
 * @throws ArgumentError
 * @example
 * const learningRate = exponentialDecay({ initial: 0.1, factor: 0.5, every: 1000 });
 * learningRate(2000); // 0.025
 */
export function exponentialDecay({ initial, factor, every = 1 }: ExponentialDecayOptions): (step: number) => number {
  checkNumber('exponentialDecay', 'initial', initial, notNegative);
  checkNumber('exponentialDecay', 'factor', factor, positive);
  checkNumber('exponentialDecay', 'every', every, wholePositive);
  return (step) => initial * factor ** (step / every);
}
