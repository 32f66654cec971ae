import { checkInteger, RandomStream, resolveOptions } from '@neurite/core';
import { makeHalving } from '../internal/halving.js';
import type { ObservedTrial } from '../samplers/sampler.js';
import type { Pruner } from './pruner.js';

export type HyperbandOptions = {
  /** The first step at which trials are compared: at least 1. Default 1. */
  readonly minSteps?: number;
  /** The steps of a whole trial, which is not pruned any more at its end: at least `minSteps`. */
  readonly maxSteps: number;
  /** One of so many goes on at each comparison: at least 2. Default 3. */
  readonly reductionFactor?: number;
};

/**
 * Successive halving that hedges: trials are dealt to brackets, of which each begins to compare later than the one before, so
 * that trials that learn slowly are not all ended early. Early brackets get more trials, so that all cost about the same.
 *
 * @throws ArgumentError for options out of range
 * @example
 * const study = await createStudy({ x: float(0, 1) }, { pruner: hyperbandPruner({ maxSteps: 27 }) });
 * @see Li et al., "Hyperband: a novel bandit-based approach to hyperparameter optimization", 2018
 */
export function hyperbandPruner(options: HyperbandOptions): Pruner {
  const name = 'hyperbandPruner';
  const { minSteps, maxSteps, reductionFactor } = resolveOptions(name, options, {
    minSteps: 1,
    maxSteps: undefined,
    reductionFactor: 3,
  });
  checkInteger(name, 'minSteps', minSteps, { min: 1 });
  checkInteger(name, 'maxSteps', maxSteps, { min: minSteps });
  checkInteger(name, 'reductionFactor', reductionFactor, { min: 2 });
  const count = Math.floor(Math.log(maxSteps / minSteps) / Math.log(reductionFactor) + 1e-9) + 1;
  // A bracket that begins at the s-th rung takes (count / (s + 1)) · reductionFactor^s trials of the paper, with s from its end.
  const sizes = Array.from({ length: count }, (_, i) =>
    Math.ceil((count * reductionFactor ** (count - 1 - i)) / (count - i)),
  );
  const ends = sizes.map((_, i) => sizes.slice(0, i + 1).reduce((sum, size) => sum + size, 0));
  const total = ends.at(-1)!;
  const bracketOf = ({ number }: ObservedTrial, seed: number): number => {
    const dealt = RandomStream.fromSeed(seed).child(`bracket of ${number}`).integer(total);
    return ends.findIndex((end) => dealt < end);
  };
  const brackets = sizes.map((_, i) =>
    makeHalving({ first: minSteps * reductionFactor ** i, reductionFactor, maxSteps }),
  );
  return {
    name,
    shouldPrune: ({ trial, others, seed }) => {
      const bracket = bracketOf(trial, seed);
      const beside = others.filter((other) => bracketOf(other, seed) === bracket);
      return brackets[bracket]!({ trial, others: beside, seed });
    },
  };
}
