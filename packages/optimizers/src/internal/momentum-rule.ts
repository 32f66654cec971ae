import { checkBoolean, checkNumber } from '@neurite/core';
import { zerosLike } from '@tensorflow/tfjs-core';
import type { Rule } from '../composition/rule.js';

/** How gradients add up. */
export type MomentumOptions = {
  /** μ, how much of the velocity stays: at least 0 and below 1. */
  readonly momentum?: number;
  /** Whether the step looks ahead along the new velocity. Default false. */
  readonly nesterov?: boolean;
};

/** The names of `MomentumOptions`. */
export const momentumOptions = ['momentum', 'nesterov'] as const;

/** The rule of `trace`. */
export function momentumRule(where: string, { momentum = 0.9, nesterov = false }: MomentumOptions): Rule<'velocity'> {
  checkNumber(where, 'momentum', momentum, { atLeast: 0, below: 1 });
  checkBoolean(where, 'nesterov', nesterov);
  return {
    slots: { velocity: zerosLike },
    step: (e, { gradient, slots }) => {
      const velocity = e.add(e.mul(slots.velocity, momentum), gradient);
      return { update: nesterov ? e.add(gradient, e.mul(velocity, momentum)) : velocity, slots: { velocity } };
    },
  };
}
