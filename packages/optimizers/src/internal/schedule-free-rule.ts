import { checkNumber, type Schedule } from '@neurite/core';
import { clone } from '@tensorflow/tfjs-core';
import type { Rule, RuleContext } from '../composition/rule.js';
import { type LearningRateOptions, rateScalar } from './learning-rate-rule.js';
import { checkedPerPath } from './per-path.js';

/** The average that stands in for a schedule. */
export type AveragingOptions = {
  /** Where on the way from the base to the average gradients are taken: above 0 and below 1. Default 0.9. */
  readonly beta?: number;
};

type Options = LearningRateOptions & AveragingOptions & { readonly learningRate: number | Schedule };

/**
 * The last rule of a schedule-free optimizer: with the direction d, the base z, the average x and the parameter
 * `y = (1 − β)z + βx`, `z' = z − learningRate · d` and `x' = (1 − c)x + cz'`, where c is the share of this step in the sum
 * of the squares of the largest learning rates so far.
 */
export function scheduleFreeRule(
  where: string,
  { beta = 0.9, learningRate, learningRateMultiplier = 1 }: Options,
): Rule<'base', 'rate' | 'share' | 'step', 'multiplier'> {
  checkNumber(where, 'beta', beta, { above: 0, below: 1 });
  const rateOf = rateScalar(where, learningRate);
  const shareOf = shares(rateOf);
  return {
    slots: { base: clone },
    scalars: {
      rate: (step, context) => -rateOf(step, context),
      share: shareOf,
      step: (step, context) => rateOf(step, context) * (beta * (1 - shareOf(step, context)) - 1),
    },
    constants: { multiplier: checkedPerPath(where, 'learningRateMultiplier', learningRateMultiplier) },
    step: (e, { gradient, parameter, slots, scalars, constants }) => {
      const direction = e.mul(gradient, constants.multiplier);
      const update = e.add(e.mul(e.sub(slots.base, parameter), scalars.share), e.mul(direction, scalars.step));
      return { update, slots: { base: e.add(slots.base, e.mul(direction, scalars.rate)) } };
    },
    evaluation: (e, { parameter, slots }) => e.add(parameter, e.mul(e.sub(slots.base, parameter), 1 - 1 / beta)),
  };
}

/**
 * The shares of the steps, in float64 from the learning rates alone: no state, and nothing to round over 10⁶ steps. All
 * steps are summed again where a signal has changed, so that what a schedule makes of signals must not depend on when
 * they were set.
 */
function shares(rateOf: (step: number, context: RuleContext) => number) {
  type Sum = { next: number; largest: number; sum: number; weight: number };
  const sums = new Map<string, Sum>();
  return (step: number, context: RuleContext): number => {
    const first = step - context.age;
    const key = `${first} ${JSON.stringify(context.signals)}`;
    let known = sums.get(key);
    if (known === undefined || known.next > step + 1) {
      known = { next: first, largest: 0, sum: 0, weight: 0 };
      if (sums.size > 100) sums.clear();
      sums.set(key, known);
    }
    while (known.next <= step) {
      const at = known.next++;
      known.largest = Math.max(known.largest, rateOf(at, { ...context, age: at - first }));
      known.weight = known.largest ** 2;
      known.sum += known.weight;
    }
    return known.sum === 0 ? 0 : known.weight / known.sum;
  };
}
