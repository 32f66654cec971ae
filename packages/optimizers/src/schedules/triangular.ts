import { checkInteger, checkNumber, resolveOptions } from '@neurite/core';

export type TriangularOptions = {
  /** The lowest value, with which each cycle begins: a finite number of at least 0. */
  readonly low: number;
  /** The highest value of the first cycle: a finite number of at least `low`. */
  readonly high: number;
  /** How many steps go up: an integer of at least 1. */
  readonly up: number;
  /** How many steps go down: an integer of at least 1. Default: as many as go up. */
  readonly down?: number;
  /** How many times as high each cycle goes above `low` as the one before: above 0 and at most 1. Default 1. */
  readonly factor?: number;
};

/**
 * Straight lines up and down, again and again: `low + (high − low) · factor^cycle · height`, as PyTorch's `CyclicLR`; with
 * factor 0.5 as its mode `triangular2`.
 *
 * @returns a schedule: the learning rate of each step from 0
 * @throws ArgumentError when an argument or option is out of its range, or an option is unknown
 * @example
 * const learningRate = triangular({ low: 1e-3, high: 1e-2, up: 2000 });
 * learningRate(2000); // 1e-2
 * @see Smith 2017, Cyclical Learning Rates for Training Neural Networks
 */
export function triangular(options: TriangularOptions): (step: number) => number {
  const { low, high, up, down, factor } = resolveOptions('triangular', options, {
    low: undefined,
    high: undefined,
    up: undefined,
    down: options?.up,
    factor: 1,
  });
  checkNumber('triangular', 'low', low, { atLeast: 0 });
  checkNumber('triangular', 'high', high, { atLeast: low });
  checkInteger('triangular', 'up', up, { min: 1 });
  checkInteger('triangular', 'down', down, { min: 1 });
  checkNumber('triangular', 'factor', factor, { above: 0, atMost: 1 });
  return (step) => {
    const cycle = Math.floor(step / (up + down));
    const inside = step - cycle * (up + down);
    const height = inside <= up ? inside / up : (up + down - inside) / down;
    return low + (high - low) * factor ** cycle * height;
  };
}
