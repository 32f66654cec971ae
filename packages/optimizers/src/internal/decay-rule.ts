import type { PerPath, Rule } from '../rule.js';
import { checkedPerPath } from './per-path.js';

/** How weights decay. */
export type WeightDecayOptions = {
  /** How strongly: at least 0, a number or one for each parameter by its path. */
  readonly weightDecay?: PerPath;
  /**
   * Which parameters decay, by their path. Biases and the scales of norms often should not:
   * `(path) => path.endsWith('kernel')`. Default: all.
   */
  readonly weightDecayMask?: (path: string) => boolean;
};

/** The names of `WeightDecayOptions`. */
export const weightDecayOptions = ['weightDecay', 'weightDecayMask'] as const;

/** The rule of `addDecayedWeights`. */
export function decayRule(
  where: string,
  { weightDecay, weightDecayMask }: WeightDecayOptions & { readonly weightDecay: PerPath },
): Rule<never, never, 'weightDecay'> {
  const decay = checkedPerPath(where, 'weightDecay', weightDecay);
  const masked = (path: string): number =>
    weightDecayMask?.(path) === false ? 0 : typeof decay === 'function' ? decay(path) : decay;
  return {
    constants: { weightDecay: weightDecayMask === undefined ? decay : masked },
    step: (e, { gradient, parameter, constants }) => ({
      update: e.add(gradient, e.mul(parameter, constants.weightDecay)),
    }),
  };
}
