import { checkInteger, RandomStream, resolveOptions } from '@neurite/core';
import { growForest } from '../internal/importance-forest.js';
import { rankedTrials } from '../internal/ranked-trials.js';
import { rowOf } from '../internal/row-of.js';
import type { Study } from '../study/study.js';
import type { Objectives } from '../study/trial.js';

export type FanovaOptions = {
  /** Trees of the forest: at least 1. Default 64. */
  readonly trees?: number;
  /** Where random numbers come from: an integer of at least 0. Default 0. */
  readonly seed?: number;
};

/**
 * Which part of the variance of results each hyperparameter explains alone, on average over all the others, by a forest of
 * regression trees through the trials. What is missing to 1 are combinations and noise.
 *
 * @returns the share of each by its path, largest first
 * @throws ArgumentError with fewer than 4 complete trials, and for studies with several objectives
 * @example
 * const study = await createStudy({ x: float(-5, 5), y: float(-5, 5) });
 * await optimize(study, ({ values: { x, y } }) => x ** 2 + 0.01 * y, { trials: 60 });
 * console.log(fanova(study)); // nearly all of it is x
 * @see Hutter, Hoos and Leyton-Brown, "An efficient approach for assessing hyperparameter importance", 2014
 */
export function fanova<S, O extends Objectives>(
  study: Study<S, O>,
  options: FanovaOptions = {},
): Record<string, number> {
  const { trees, seed } = resolveOptions('fanova', options, { trees: 64, seed: 0 });
  checkInteger('fanova', 'trees', trees, { min: 1 });
  checkInteger('fanova', 'seed', seed, { min: 0 });
  const { axes, trials } = rankedTrials('fanova', study);
  const forest = growForest(
    { rows: trials.map(({ positions }) => rowOf(positions)), values: trials.map(({ loss }) => loss) },
    { trees, random: RandomStream.fromSeed(seed) },
  );
  const shares = axes.map(({ path }, axis) => {
    const explained = forest.map((tree) => {
      const total = tree.variance();
      return total > 0 ? tree.varianceAlong(axis) / total : 0;
    });
    return [path, explained.reduce((sum, share) => sum + share, 0) / forest.length] as const;
  });
  return Object.fromEntries(shares.sort((a, b) => b[1] - a[1]));
}
