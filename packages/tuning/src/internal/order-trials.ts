import type { ObservedTrial } from '../samplers/sampler.js';
import { compareLosses, fronts } from './compare.js';
import { crowding } from './crowding.js';

/**
 * Trials from the best to the worst: those that keep the constraints and are complete by their result, then the pruned ones,
 * the further they came the better, then those that violate constraints by how much, then the failed ones. Those that
 * run come last, so that nobody tries the same beside them.
 */
export function fromBestToWorst(trials: readonly ObservedTrial[], objectives: number): ObservedTrial[] {
  const complete: ObservedTrial[] = [];
  const pruned: ObservedTrial[] = [];
  const violating: ObservedTrial[] = [];
  const failed: ObservedTrial[] = [];
  const running: ObservedTrial[] = [];
  for (const trial of trials) {
    if (trial.state === 'running') running.push(trial);
    else if (trial.state === 'failed') failed.push(trial);
    else if (trial.violation > 0) violating.push(trial);
    else (trial.state === 'complete' ? complete : pruned).push(trial);
  }
  return [
    ...(objectives === 1 ? complete.sort((a, b) => compareLosses(a.losses![0]!, b.losses![0]!)) : byRank(complete)),
    ...pruned.sort(byProgress),
    ...violating.sort((a, b) => a.violation - b.violation),
    ...failed,
    ...running,
  ];
}

function byProgress({ reports: one }: ObservedTrial, { reports: other }: ObservedTrial): number {
  const [a, b] = [one.at(-1), other.at(-1)];
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1;
  return b.step - a.step || compareLosses(a.loss, b.loss);
}

/** By how many others they are dominated; within a front, the lonely ones first. */
function byRank(trials: readonly ObservedTrial[]): ObservedTrial[] {
  const judged = trials.map(({ losses, violation }) => ({ losses: losses!, violation }));
  return fronts(judged).flatMap((front) => {
    const distances = crowding(front.map((i) => judged[i]!.losses));
    return front
      .map((i, place) => ({ trial: trials[i]!, distance: distances[place]! }))
      .sort((a, b) => b.distance - a.distance)
      .map(({ trial }) => trial);
  });
}
