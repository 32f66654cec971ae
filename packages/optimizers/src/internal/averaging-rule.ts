import { clone } from '@tensorflow/tfjs-core';
import type { Rule, RuleContext } from '../composition/rule.js';

/**
 * Keeps an average of the weights after each step beside them: `a' = a + share · (w' − a)`. The updates go on as they are.
 */
export function averagingRule(share: (step: number, context: RuleContext) => number): Rule<'average', 'share'> {
  return {
    slots: { average: clone },
    scalars: { share },
    step: (e, { gradient, parameter, slots: { average }, scalars }) => {
      const next = e.add(parameter, gradient);
      return { update: gradient, slots: { average: e.add(average, e.mul(e.sub(next, average), scalars.share)) } };
    },
    evaluation: (_, { slots }) => slots.average,
  };
}
