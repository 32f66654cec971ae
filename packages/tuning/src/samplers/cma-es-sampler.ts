import { checkInteger, checkNumber, resolveOptions } from '@neurite/core';
import { CovarianceAdaptation } from '../internal/covariance-adaptation.js';
import { fromBestToWorst } from '../internal/order-trials.js';
import { rowOf } from '../internal/row-of.js';
import { snapped } from '../internal/snapped.js';
import type { ObservedTrial, Sampler } from './sampler.js';

export type CmaEsOptions = {
  /** Trials of a generation: at least 4. Default: 4 + 3 · ln(number of hyperparameters). */
  readonly populationSize?: number | undefined;
  /** How far from the middle it looks at first, as a part of each range: above 0, at most 1. Default 1/6. */
  readonly sigma?: number;
};

/**
 * Follows a cloud of points that moves and changes its form towards good results: the evolution strategy with adaptation of
 * the covariance matrix. Good for some ten to a hundred numbers that depend on each other, and hundreds of trials or more.
 *
 * Choices are drawn by chance. It knows generations by the numbers of trials, so that several processes may share it.
 *
 * @throws ArgumentError for options out of range
 * @example
 * const study = await createStudy({ x: float(-5, 10), y: float(-5, 10) }, { sampler: cmaEsSampler() });
 * @see Hansen, "The CMA evolution strategy: a tutorial", 2016
 */
export function cmaEsSampler(options: CmaEsOptions = {}): Sampler {
  const { populationSize, sigma } = resolveOptions('cmaEsSampler', options, {
    populationSize: undefined,
    sigma: 1 / 6,
  });
  if (populationSize !== undefined) checkInteger('cmaEsSampler', 'populationSize', populationSize, { min: 4 });
  checkNumber('cmaEsSampler', 'sigma', sigma, { above: 0, atMost: 1 });
  return {
    name: 'cma-es',
    sample: ({ axes, trials, number }, random) => {
      const numeric = [...axes.keys()].filter((i) => !axes[i]!.isCategorical);
      const positions = Float64Array.from(axes, () => random.uniform());
      if (numeric.length === 0) return positions;
      const search = new CovarianceAdaptation(numeric.length, { population: populationSize, spread: sigma });
      for (const generation of generationsBefore(number, trials, search.population)) {
        search.update(
          generation.map(({ positions }) => {
            const row = rowOf(positions);
            return numeric.map((i) => row[i]!);
          }),
        );
      }
      // What lies outside is drawn again: clipped, it would pile up at the bounds.
      const point = search.sample(random, isInside) ?? search.sample(random)!.map(clip);
      for (const [place, i] of numeric.entries()) positions[i] = snapped(axes[i]!, point[place]!);
      return positions;
    },
  };
}

/** The trials of each whole generation that is over, from the best to the worst. */
function generationsBefore(number: number, trials: readonly ObservedTrial[], size: number): ObservedTrial[][] {
  const generations: ObservedTrial[][] = [];
  for (let first = 0; first + size <= number; first += size) {
    const own = trials.filter(
      (trial) => trial.number >= first && trial.number < first + size && trial.state !== 'running',
    );
    const ordered = fromBestToWorst(own, 1).filter(({ state }) => state !== 'failed');
    // With less than half of it there is nothing to learn a direction from.
    if (ordered.length * 2 > size) generations.push(ordered);
  }
  return generations;
}

function isInside(point: readonly number[]): boolean {
  return point.every((value) => value >= 0 && value <= 1);
}

function clip(value: number): number {
  return Math.min(1, Math.max(0, value));
}
