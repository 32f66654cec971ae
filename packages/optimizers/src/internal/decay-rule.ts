import { checkFunction } from '@neurite/core';
import type { PerPath, Rule } from '../composition/rule.js';
import { checkedPerPath, valueAt } from './per-path.js';

/** How weights decay. */
export type WeightDecayOptions = {
  /** How strongly: at least 0, a number or one for each parameter by its path. */
  readonly weightDecay?: PerPath;
  /**
   * Which parameters decay, by their path. Biases and the scales of norms often should not:
   * `(path) => path.endsWith('kernel')`. Default: all.
   */
  readonly weightDecayMask?: ((path: string) => boolean) | undefined;
};

/** The names of `WeightDecayOptions`. */
export const weightDecayOptions = ['weightDecay', 'weightDecayMask'] as const;

type Decay = WeightDecayOptions & { readonly weightDecay: PerPath };

/**
 * How strongly each parameter decays, by its path.
 *
 * @throws ArgumentError when a number is out of range: now, or where a function gives it, when it is called
 */
export function decayOf(where: string, options: Decay): (path: string) => number {
  const decay = checkedPerPath(where, 'weightDecay', options.weightDecay);
  if (options.weightDecayMask !== undefined) checkFunction(where, 'weightDecayMask', options.weightDecayMask);
  return (path) => (options.weightDecayMask?.(path) === false ? 0 : valueAt(decay, path));
}

/** The rule of `addDecayedWeights`. */
export function decayRule(where: string, options: Decay): Rule<never, never, 'weightDecay'> {
  const decayAt = decayOf(where, options);
  const isCommon = options.weightDecayMask === undefined && typeof options.weightDecay === 'number';
  return {
    constants: { weightDecay: isCommon ? options.weightDecay : decayAt },
    step: (e, { gradient, parameter, constants }) => ({
      update: e.add(gradient, e.mul(parameter, constants.weightDecay)),
    }),
  };
}
