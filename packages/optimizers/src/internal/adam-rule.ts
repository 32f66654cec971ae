import { checkBoolean, checkNumber } from '@neurite/core';
import { zerosLike } from '@tensorflow/tfjs-core';
import type { AnyRule } from '../composition/rule.js';

/** How Adam and its relatives average. */
export type MomentOptions = {
  /** β₁, how much of the mean of the gradient stays: at least 0 and below 1. Default 0.9. */
  readonly beta1?: number;
  /** β₂, how much of the mean of its square stays: at least 0 and below 1. Default 0.999. */
  readonly beta2?: number;
  /** ε, added to the root: a finite number above 0. Default 1e-8. */
  readonly epsilon?: number;
};

/** The names of `MomentOptions`. */
export const momentOptions = ['beta1', 'beta2', 'epsilon'] as const;

/**
 * The options with their defaults.
 *
 * @throws ArgumentError when one is out of range
 */
export function checkMoments(
  where: string,
  { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: MomentOptions,
): Required<MomentOptions> {
  checkNumber(where, 'beta1', beta1, { atLeast: 0, below: 1 });
  checkNumber(where, 'beta2', beta2, { atLeast: 0, below: 1 });
  checkNumber(where, 'epsilon', epsilon, { above: 0 });
  return { beta1, beta2, epsilon };
}

export type AdamMomentOptions = MomentOptions & {
  /** Whether the largest second moment so far takes the place of the last one. Default false. */
  readonly amsgrad?: boolean;
};

/** The names of `AdamMomentOptions`. */
export const adamMomentOptions: readonly string[] = [...momentOptions, 'amsgrad'];

/** The rule of `scaleByAdam`. */
export function adamRule(where: string, { amsgrad = false, ...options }: AdamMomentOptions): AnyRule {
  const { beta1, beta2, epsilon } = checkMoments(where, options);
  checkBoolean(where, 'amsgrad', amsgrad);
  /** √(1 − β₂ᵗ): multiplied out, so that an element takes one division. */
  const root = (age: number): number => Math.sqrt(1 - beta2 ** (age + 1));
  return {
    slots: { firstMoment: zerosLike, secondMoment: zerosLike, ...(amsgrad && { largestMoment: zerosLike }) },
    scalars: {
      correction: (_step, { age }) => root(age) / (1 - beta1 ** (age + 1)),
      epsilon: (_step, { age }) => epsilon * root(age),
    },
    step: (e, { gradient, slots, scalars }) => {
      const firstMoment = e.add(e.mul(slots.firstMoment!, beta1), e.mul(gradient, 1 - beta1));
      const secondMoment = e.add(e.mul(slots.secondMoment!, beta2), e.mul(e.square(gradient), 1 - beta2));
      const moment = amsgrad ? e.maximum(slots.largestMoment!, secondMoment) : secondMoment;
      const update = e.div(e.mul(firstMoment, scalars.correction!), e.add(e.sqrt(moment), scalars.epsilon!));
      return { update, slots: { firstMoment, secondMoment, ...(amsgrad && { largestMoment: moment }) } };
    },
  };
}
