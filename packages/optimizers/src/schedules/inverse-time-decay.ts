import { checkInteger, checkNumber, resolveOptions } from '@neurite/core';

export type InverseTimeDecayOptions = {
  /** The value of the first step: a finite number of at least 0. */
  readonly initial: number;
  /** How fast it falls: a finite number of at least 0. */
  readonly rate: number;
  /** Over how many steps: an integer of at least 1. Default 1. */
  readonly every?: number;
  /** A finite number above 0. Default 1. */
  readonly power?: number;
};

/**
 * A decay that slows down: `initial / (1 + rate · step / every)^power`, as Keras's `InverseTimeDecay`, and `lr_decay` of
 * PyTorch's `Adagrad`.
 *
 * @returns a schedule: the learning rate of each step from 0
 * @throws ArgumentError when an argument or option is out of its range, or an option is unknown
 * @example
 * const learningRate = inverseTimeDecay({ initial: 0.1, rate: 1, every: 1000 });
 * learningRate(1000); // 0.05
 */
export function inverseTimeDecay(options: InverseTimeDecayOptions): (step: number) => number {
  const { initial, rate, every, power } = resolveOptions('inverseTimeDecay', options, {
    initial: undefined,
    rate: undefined,
    every: 1,
    power: 1,
  });
  checkNumber('inverseTimeDecay', 'initial', initial, { atLeast: 0 });
  checkNumber('inverseTimeDecay', 'rate', rate, { atLeast: 0 });
  checkInteger('inverseTimeDecay', 'every', every, { min: 1 });
  checkNumber('inverseTimeDecay', 'power', power, { above: 0 });
  return (step) => initial / (1 + (rate * step) / every) ** power;
}
