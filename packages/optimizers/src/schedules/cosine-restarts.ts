import { checkInteger, checkNumber, resolveOptions } from '@neurite/core';

export type CosineRestartsOptions = {
  /** The value of the first step: a finite number of at least 0. */
  readonly initial: number;
  /** How many steps the first wave takes: an integer of at least 1. */
  readonly steps: number;
  /** How many times as long each wave is as the one before: a finite number of at least 1. Default 1. */
  readonly growth?: number;
  /** How many times as high above `end` each wave is as the one before: a finite number above 0. Default 1. */
  readonly factor?: number;
  /** What each wave falls to: a finite number of at least 0. Default 0. */
  readonly end?: number;
};

/**
 * Half waves of the cosine, one after the other, each of which begins high again: with the fraction f of wave i,
 * `end + (initial − end) · factorⁱ · (1 + cos(πf)) / 2`. As PyTorch's `CosineAnnealingWarmRestarts`, and with `factor` as
 * Keras's `CosineDecayRestarts`, whose `alpha` is `end / initial`.
 *
 * @returns a schedule: the learning rate of each step from 0
 * @throws ArgumentError when an argument or option is out of its range, or an option is unknown
 * @example
 * const learningRate = cosineRestarts({ initial: 0.1, steps: 1000, growth: 2 });
 * learningRate(1000); // 0.1
 * @see Loshchilov and Hutter 2017, SGDR: Stochastic Gradient Descent with Warm Restarts
 */
export function cosineRestarts(options: CosineRestartsOptions): (step: number) => number {
  const { initial, steps, growth, factor, end } = resolveOptions('cosineRestarts', options, {
    initial: undefined,
    steps: undefined,
    growth: 1,
    factor: 1,
    end: 0,
  });
  checkNumber('cosineRestarts', 'initial', initial, { atLeast: 0 });
  checkInteger('cosineRestarts', 'steps', steps, { min: 1 });
  checkNumber('cosineRestarts', 'growth', growth, { atLeast: 1 });
  checkNumber('cosineRestarts', 'factor', factor, { above: 0 });
  checkNumber('cosineRestarts', 'end', end, { atLeast: 0 });
  /** How many waves are over, and the step in which this one began. */
  const waveAt = (step: number): readonly [number, number] => {
    if (growth === 1) return [Math.floor(step / steps), Math.floor(step / steps) * steps];
    const begin = (wave: number): number => (steps * (growth ** wave - 1)) / (growth - 1);
    let wave = Math.floor(Math.log1p((step * (growth - 1)) / steps) / Math.log(growth));
    // The logarithm rounds, at the very step in which a wave begins.
    if (begin(wave + 1) <= step) wave++;
    else if (begin(wave) > step) wave--;
    return [wave, begin(wave)];
  };
  return (step) => {
    const [wave, begin] = waveAt(step);
    const fraction = (step - begin) / (steps * growth ** wave);
    return end + ((initial - end) * factor ** wave * (1 + Math.cos(Math.PI * fraction))) / 2;
  };
}
