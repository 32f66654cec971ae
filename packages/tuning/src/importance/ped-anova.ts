import { checkNumber, resolveOptions } from '@neurite/core';
import { byLoss } from '../internal/compare.js';
import { rankedTrials } from '../internal/ranked-trials.js';
import { densityOfChoices, densityOfOrdered } from '../internal/scott-density.js';
import type { Axis } from '../samplers/axis.js';
import type { Study } from '../study/study.js';
import type { Objectives } from '../study/trial.js';

export type PedAnovaOptions = {
  /** Which part of the trials are the good ones: above 0, below 1. Default 0.1. */
  readonly targetQuantile?: number;
};

/** Numbers are counted in at most so many cells. */
const CELLS = 50;
/** With fewer trials that have a hyperparameter, nothing is said about it. */
const FEWEST = 2;

/**
 * How much each hyperparameter matters for being among the good trials: how far the values of these differ from those of all,
 * by the Pearson divergence of their densities. It is fast, and valid also where the sampler has searched only a part of the
 * space.
 *
 * @returns the share of each by its path, largest first; together 1, or all 0 where nothing differs
 * @throws ArgumentError with fewer than 4 complete trials, and for studies with several objectives
 * @example
 * const study = await createStudy({ x: float(-5, 5), y: float(-5, 5) });
 * await optimize(study, ({ values: { x, y } }) => x ** 2 + 0.01 * y, { trials: 60 });
 * console.log(pedAnova(study)); // nearly all of it is x
 * @see Watanabe, Bansal and Hutter, "PED-ANOVA", 2023
 * @see Igarashi, Watanabe et al., "Conditional PED-ANOVA", 2026, for hyperparameters of variants
 */
export function pedAnova<S, O extends Objectives>(
  study: Study<S, O>,
  options: PedAnovaOptions = {},
): Record<string, number> {
  const { targetQuantile } = resolveOptions('pedAnova', options, { targetQuantile: 0.1 });
  checkNumber('pedAnova', 'targetQuantile', targetQuantile, { above: 0, below: 1 });
  const { axes, trials } = rankedTrials('pedAnova', study);
  const finite = trials.filter(({ loss }) => Number.isFinite(loss));
  // Ties with the last good one are good, too.
  const last = finite[Math.ceil(targetQuantile * finite.length) - 1];
  const good = new Set(finite.filter((trial) => byLoss(trial, last!) <= 0));
  const divergences = axes.map((axis, i): readonly [string, number] => {
    const known = finite.filter(({ positions }) => !Number.isNaN(positions[i]!));
    const best = known.filter((trial) => good.has(trial));
    if (known.length < FEWEST || best.length === 0 || axis.levels === 1) return [axis.path, 0];
    // A hyperparameter that few trials have, and many of the good ones, matters by that alone.
    const weight = (best.length / good.size) ** 2 / (known.length / finite.length);
    const [among, all] = [best, known].map((those) =>
      densityOn(
        axis,
        those.map(({ positions }) => positions[i]!),
      ),
    );
    return [axis.path, weight * divergence(among!, all!)];
  });
  const total = divergences.reduce((sum, [, value]) => sum + value, 0);
  const shares = divergences.map(([path, value]) => [path, total > 0 ? value / total : 0] as const);
  return Object.fromEntries(shares.sort((a, b) => b[1] - a[1]));
}

/** The probability of each cell of an axis; each cell is a little likely. */
function densityOn({ levels, isCategorical, positionAt }: Axis, positions: readonly number[]): Float64Array {
  const counts = new Float64Array(isCategorical ? levels : Math.min(levels, CELLS));
  const [first, end] = Number.isFinite(levels) ? [positionAt(0), positionAt(levels - 1)] : [0, 1];
  for (const position of positions) {
    // The first cell lies around the smallest value, the last one around the largest.
    const cell = Math.ceil(((position - first) / (end - first)) * (counts.length - 1) - 0.5 - 1e-9);
    counts[Math.min(counts.length - 1, Math.max(0, cell))]! += 1;
  }
  return isCategorical ? densityOfChoices(counts) : densityOfOrdered(counts);
}

function divergence(good: Float64Array, all: Float64Array): number {
  return good.reduce((sum, probability, cell) => sum + (probability / all[cell]! - 1) ** 2 * all[cell]!, 0);
}
