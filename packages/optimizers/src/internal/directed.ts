import { checkOptions, type Optimizer } from '@neurite/core';
import { perParameter } from '../composition/per-parameter.js';
import type { AnyRule, Rule } from '../composition/rule.js';
import { decayRule, type WeightDecayOptions, weightDecayOptions } from './decay-rule.js';
import { inSequence } from './in-sequence.js';
import { type LearningRateOptions, learningRateOptions, learningRateRule } from './learning-rate-rule.js';

/** What all optimizers take that turn a direction into an update. */
export type DirectedOptions = LearningRateOptions & WeightDecayOptions;

type Directed<Slot extends string, Scalar extends string, Constant extends string> = {
  /** The names of the options that the rule reads. */
  readonly names: readonly string[];
  /** The default. */
  readonly learningRate: number;
  /** Gives the direction; called when the names of the options are known to be right. */
  readonly rule: () => Rule<Slot, Scalar, Constant>;
};

/**
 * An optimizer whose rule gives a direction: it adds the decoupled decay of the weights, by default 0, and multiplies with
 * the learning rate.
 */
export function directed<Slot extends string, Scalar extends string = never, Constant extends string = never>(
  name: string,
  options: DirectedOptions,
  { names, learningRate, rule }: Directed<Slot, Scalar, Constant>,
): Optimizer {
  checkOptions(name, options, [...learningRateOptions, ...names, ...weightDecayOptions]);
  const { learningRate: rate = learningRate, weightDecay = 0 } = options;
  return perParameter(
    name,
    inSequence([
      rule() as AnyRule, // its names do not matter from here on
      decayRule(name, { ...options, weightDecay }),
      learningRateRule(name, { ...options, learningRate: rate }),
    ]),
  );
}
