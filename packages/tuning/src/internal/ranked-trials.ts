import { ArgumentError } from '@neurite/core';
import type { Axis } from '../samplers/axis.js';
import type { ObservedTrial } from '../samplers/sampler.js';
import type { Study } from '../study/study.js';
import type { Objectives } from '../study/trial.js';
import { byLoss } from './compare.js';
import { viewOf } from './view-of.js';

/** A complete trial with its loss. */
export type RankedTrial = ObservedTrial & { readonly losses: readonly number[]; readonly loss: number };

/** The complete trials of a study with one objective, the best first. */
export function rankedTrials<S, O extends Objectives>(
  where: string,
  study: Study<S, O>,
): { readonly axes: readonly Axis[]; readonly trials: readonly RankedTrial[] } {
  const { axes, trials, objectives } = viewOf(where, study);
  if (objectives > 1) {
    throw new ArgumentError({ where, problem: 'the study has several objectives', advice: 'Study one of them alone' });
  }
  const complete = trials.flatMap((trial) => (trial.losses === undefined ? [] : [{ ...trial, losses: trial.losses }]));
  if (complete.length < 4) {
    throw new ArgumentError({ where, problem: `it needs at least 4 complete trials; there are ${complete.length}` });
  }
  return { axes, trials: complete.sort(byLoss).map((trial) => ({ ...trial, loss: trial.losses[0]! })) };
}
