import { checkFunction, checkInteger, checkNumber, type RandomStream, resolveOptions } from '@neurite/core';
import { groupsOf, isGroupThere } from '../internal/groups.js';
import { fromBestToWorst } from '../internal/order-trials.js';
import { ParzenEstimator } from '../internal/parzen-estimator.js';
import { sobolPositions } from '../internal/sobol.js';
import type { Sampler } from './sampler.js';

export type TpeOptions = {
  /** So many trials are spread evenly before the first choice by results: at least 1. Default 10. */
  readonly startup?: number;
  /** How many values are drawn to choose from: at least 1. Default 24. */
  readonly candidates?: number;
  /** How many of so many finished trials are good ones. Default: a tenth, at least 1 and at most 25. */
  readonly gamma?: (finished: number) => number;
  /** How much values count of which nothing is known, in trials: above 0. Default 1. */
  readonly priorWeight?: number;
};

const GOOD_AT_MOST = 25;

/**
 * Chooses values that are likely among the good trials and unlikely among the others, by the tree-structured Parzen
 * estimator: all hyperparameters together (multivariate), those of a variant among the trials that have it, pruned trials
 * behind complete ones. Trials that run elsewhere count as bad (constant liar), so that others try something else.
 *
 * @throws ArgumentError for options out of range
 * @example
 * const study = await createStudy({ x: float(-5, 5) }, { sampler: tpeSampler({ startup: 20 }) });
 * @see Bergstra et al., "Algorithms for hyper-parameter optimization", 2011
 * @see Falkner, Klein and Hutter, "BOHB", 2018, for the multivariate one
 */
export function tpeSampler(options: TpeOptions = {}): Sampler {
  const { startup, candidates, gamma, priorWeight } = resolveOptions('tpeSampler', options, {
    startup: 10,
    candidates: 24,
    gamma: (finished: number): number => Math.min(Math.ceil(0.1 * finished), GOOD_AT_MOST),
    priorWeight: 1,
  });
  checkInteger('tpeSampler', 'startup', startup, { min: 1 });
  checkInteger('tpeSampler', 'candidates', candidates, { min: 1 });
  checkFunction('tpeSampler', 'gamma', gamma);
  checkNumber('tpeSampler', 'priorWeight', priorWeight, { above: 0 });
  return {
    name: 'tpe',
    sample: ({ axes, trials, objectives, number, seed }, random) => {
      const positions = sobolPositions(axes.length, { index: number, seed });
      const ordered = fromBestToWorst(trials, objectives);
      for (const group of groupsOf(axes)) {
        if (!isGroupThere(group, axes, positions)) continue;
        const known = ordered.filter((trial) => !Number.isNaN(trial.positions[group.indices[0]!]!));
        const finished = known.filter(({ state }) => state !== 'running').length;
        if (finished < startup) continue;
        const count = Math.max(1, Math.min(finished, gamma(finished)));
        const own = group.indices.map((i) => axes[i]!);
        const best = bestCandidate(
          new ParzenEstimator(own, known.slice(0, count), { indices: group.indices, prior: priorWeight }),
          new ParzenEstimator(own, known.slice(count), { indices: group.indices, prior: priorWeight }),
          { candidates, random },
        );
        for (const [place, i] of group.indices.entries()) positions[i] = best[place]!;
      }
      return positions;
    },
  };
}

function bestCandidate(
  good: ParzenEstimator,
  bad: ParzenEstimator,
  { candidates, random }: { readonly candidates: number; readonly random: RandomStream },
): readonly number[] {
  let [best, highest] = [[] as readonly number[], Number.NEGATIVE_INFINITY];
  for (let i = 0; i < candidates; i++) {
    const candidate = good.sample(random);
    const ratio = good.logDensity(candidate) - bad.logDensity(candidate);
    if (i === 0 || ratio > highest) [best, highest] = [candidate, ratio];
  }
  return best;
}
