import type { Axis } from '../samplers/axis.js';
import type { ObservedTrial } from '../samplers/sampler.js';
import type { Direction } from '../study/trial.js';
import { positionsOf } from './axes.js';
import type { TrialRecord } from './study-state.js';

/** A record as samplers see it; undefined for one that tells them nothing: lost, or without values. */
export function observed(
  { number, state, values, results, reports, constraints }: TrialRecord,
  { axes, directions }: { readonly axes: readonly Axis[]; readonly directions: readonly Direction[] },
): ObservedTrial | undefined {
  const positions = values === undefined || state === 'lost' ? undefined : positionsOf(axes, values);
  if (positions === undefined || state === 'lost') return undefined;
  const lossOf = (value: number, objective: number): number => (directions[objective] === 'maximize' ? -value : value);
  return {
    number,
    state,
    positions,
    losses: state === 'complete' ? results?.map(lossOf) : undefined,
    reports: reports.map(({ step, value }) => ({ step, loss: lossOf(value, 0) })),
    violation: Object.values(constraints).reduce((sum, value) => sum + Math.max(0, value), 0),
  };
}
