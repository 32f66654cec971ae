import type { Pruner } from '../pruners/pruner.js';
import type { ObservedTrial } from '../samplers/sampler.js';
import { compareLosses } from './compare.js';

/** Lets the best of those that reached a rung go on: one of `reductionFactor`, at steps first, first · reductionFactor, … before `maxSteps`. */
export function makeHalving({
  first,
  reductionFactor,
  maxSteps,
}: {
  readonly first: number;
  readonly reductionFactor: number;
  readonly maxSteps: number;
}): Pruner['shouldPrune'] {
  return ({ trial, others }) => {
    const { step } = trial.reports.at(-1)!; // it has just reported
    const before = trial.reports.at(-2)?.step ?? 0;
    // Where reports are far apart, a trial stands on several rungs at once.
    for (let rung = first; rung <= step && rung < maxSteps; rung *= reductionFactor) {
      if (rung > before && !isAmongBest(trial, others, { rung, reductionFactor })) return true;
    }
    return false;
  };
}

function isAmongBest(
  trial: ObservedTrial,
  others: readonly ObservedTrial[],
  { rung, reductionFactor }: { readonly rung: number; readonly reductionFactor: number },
): boolean {
  const own = lossOn(trial, rung)!; // it has reached the rung
  if (Number.isNaN(own)) return false;
  const losses = others.flatMap((other) => lossOn(other, rung) ?? []);
  const better = losses.filter((loss) => compareLosses(loss, own) < 0).length;
  // The first to come is the best of those there.
  return better < Math.max(1, Math.floor((losses.length + 1) / reductionFactor));
}

function lossOn({ reports }: ObservedTrial, rung: number): number | undefined {
  return reports.find(({ step }) => step >= rung)?.loss;
}
