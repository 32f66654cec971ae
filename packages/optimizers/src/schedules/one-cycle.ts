import { checkInteger, checkNumber, resolveOptions } from '@neurite/core';

export type OneCycleOptions = {
  /** The highest value: a finite number of at least 0. */
  readonly peak: number;
  /** How many steps the cycle takes: an integer of at least 2. */
  readonly steps: number;
  /** Which part of them goes up: above 0 and below 1. Default 0.3. */
  readonly warmup?: number;
  /** What the peak is divided by for the first step: a finite number of at least 1. Default 25. */
  readonly initialDivisor?: number;
  /** What the first value is divided by for the last step: a finite number of at least 1. Default 1e4. */
  readonly endDivisor?: number;
};

/**
 * Up to a peak and down to almost nothing, along half waves of the cosine: from `peak / initialDivisor` to `peak` at step
 * `warmup · steps − 1`, and to `peak / initialDivisor / endDivisor` at the last step, `steps − 1`, and from there on. As
 * PyTorch's `OneCycleLR`.
 *
 * @returns a schedule: the learning rate of each step from 0
 * @throws ArgumentError when an argument or option is out of its range, or an option is unknown
 * @example
 * const learningRate = oneCycle({ peak: 0.1, steps: 1000 });
 * learningRate(299); // 0.1
 * @see Smith and Topin 2019, Super-Convergence: Very Fast Training of Neural Networks Using Large Learning Rates; the
 *   momentum stays
 */
export function oneCycle(options: OneCycleOptions): (step: number) => number {
  const { peak, steps, warmup, initialDivisor, endDivisor } = resolveOptions('oneCycle', options, {
    peak: undefined,
    steps: undefined,
    warmup: 0.3,
    initialDivisor: 25,
    endDivisor: 1e4,
  });
  checkNumber('oneCycle', 'peak', peak, { atLeast: 0 });
  checkInteger('oneCycle', 'steps', steps, { min: 2 });
  checkNumber('oneCycle', 'warmup', warmup, { above: 0, below: 1 });
  checkNumber('oneCycle', 'initialDivisor', initialDivisor, { atLeast: 1 });
  checkNumber('oneCycle', 'endDivisor', endDivisor, { atLeast: 1 });
  const [first, last] = [peak / initialDivisor, peak / initialDivisor / endDivisor];
  const [top, end] = [warmup * steps - 1, steps - 1];
  const between = (from: number, to: number, fraction: number): number =>
    to + ((from - to) * (1 + Math.cos(Math.PI * fraction))) / 2;
  return (step) => {
    if (step <= top && top > 0) return between(first, peak, step / top);
    return step >= end ? last : between(peak, last, (step - top) / (end - top));
  };
}
