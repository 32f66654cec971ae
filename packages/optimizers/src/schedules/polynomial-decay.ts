import { checkInteger, checkNumber, resolveOptions } from '@neurite/core';

export type PolynomialDecayOptions = {
  /** The value of the first step: a finite number of at least 0. */
  readonly initial: number;
  /** How many steps it takes to reach `end`: an integer of at least 1. */
  readonly steps: number;
  /** The value from step `steps` on: a finite number of at least 0. Default 0. */
  readonly end?: number;
  /** 1 is a straight line: a finite number above 0. Default 1. */
  readonly power?: number;
};

/**
 * From `initial` to `end` along a power: `end + (initial − end) · (1 − step / steps)^power`, and `end` from there on, as
 * PyTorch's `PolynomialLR` and `LinearLR` and Keras's `PolynomialDecay`.
 *
 * @returns a schedule: the learning rate of each step from 0
 * @throws ArgumentError when an argument or option is out of its range, or an option is unknown
 * @example
 * const learningRate = polynomialDecay({ initial: 0.1, steps: 1000 });
 * learningRate(500); // 0.05
 */
export function polynomialDecay(options: PolynomialDecayOptions): (step: number) => number {
  const { initial, steps, end, power } = resolveOptions('polynomialDecay', options, {
    initial: undefined,
    steps: undefined,
    end: 0,
    power: 1,
  });
  checkNumber('polynomialDecay', 'initial', initial, { atLeast: 0 });
  checkInteger('polynomialDecay', 'steps', steps, { min: 1 });
  checkNumber('polynomialDecay', 'end', end, { atLeast: 0 });
  checkNumber('polynomialDecay', 'power', power, { above: 0 });
  return (step) => (step >= steps ? end : end + (initial - end) * (1 - step / steps) ** power);
}
