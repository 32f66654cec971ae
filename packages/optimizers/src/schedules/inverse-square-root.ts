import { checkInteger, checkNumber, resolveOptions } from '@neurite/core';

export type InverseSquareRootOptions = {
  /** The highest value: a finite number of at least 0. */
  readonly peak: number;
  /** In which step it is reached, counted from 1: an integer of at least 1. */
  readonly warmup: number;
};

/**
 * A straight line up to `peak`, then down with the root of the steps: with t = step + 1,
 * `peak · min(t / warmup, √(warmup / t))`. The peak of the paper is `1 / √(d · warmup)` for a model of width d.
 *
 * @returns a schedule: the learning rate of each step from 0
 * @throws ArgumentError when an argument or option is out of its range, or an option is unknown
 * @example
 * const learningRate = inverseSquareRoot({ peak: 7e-4, warmup: 4000 });
 * learningRate(15_999); // 3.5e-4
 * @see Vaswani et al. 2017, Attention Is All You Need, section 5.3
 */
export function inverseSquareRoot(options: InverseSquareRootOptions): (step: number) => number {
  const { peak, warmup } = resolveOptions('inverseSquareRoot', options, { peak: undefined, warmup: undefined });
  checkNumber('inverseSquareRoot', 'peak', peak, { atLeast: 0 });
  checkInteger('inverseSquareRoot', 'warmup', warmup, { min: 1 });
  return (step) => peak * Math.min((step + 1) / warmup, Math.sqrt(warmup / (step + 1)));
}
