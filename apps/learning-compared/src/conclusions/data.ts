import { count, percent } from '@neurite/command-kit/words';
import { titleOf, titleWithInputs } from '../models/model-names.js';
import type { Results } from '../run/results.js';
import { bestOf, differenceOf, type Group, groupsOf, type Side, sizesOf } from '../statistics/groups.js';
import { verdictOf } from '../statistics/intervals.js';
import type { Conclusion } from './conclusion.js';
import { points } from './points.js';

/** What the last step in the number of samples brought, and how many samples either side needs for the same. */
export function dataConclusions({ cells }: Results, dataSet: string): readonly Conclusion[] {
  const groups = groupsOf(cells, dataSet);
  const sizes = sizesOf(groups);
  const [before, last] = sizes.slice(-2);
  if (before === undefined || last === undefined) return [];
  const gains = (['network', 'classical'] as const).flatMap((side) => {
    const best = bestOf(groups, side, last);
    const fewer = best && groups.find((group) => isSameModel(group, best) && group.samples === before);
    return best === undefined || fewer === undefined ? [] : [describeGain(best, fewer)];
  });
  return [{ about: `${dataSet}: more data`, sentence: [...gains, ...needOf(groups, sizes)].join(' ') }];
}

function isSameModel(a: Group, b: Group): boolean {
  return a.model === b.model && a.inputs === b.inputs;
}

function describeGain(best: Group, fewer: Group): string {
  const gain = differenceOf(best, fewer);
  const from = `${count(best.samples)} samples instead of ${count(fewer.samples)}`;
  const name = titleWithInputs(best);
  switch (verdictOf(gain)) {
    case 'first':
      return `${from} still help the ${name}: ${points(gain)}.`;
    case 'second':
      return `${from} make the ${name} worse: ${points(gain)}.`;
    default:
      return `${from} bring the ${name} nothing that can be told from 0: ${points(gain)}.`;
  }
}

/** With how many samples one side reaches what the other has with the fewest that are enough for it. */
function needOf(groups: readonly Group[], sizes: readonly number[]): string[] {
  const most = sizes.at(-1)!;
  const sides = ['network', 'classical'] as const;
  const [network, classical] = sides.map((side) => bestOf(groups, side, most));
  if (network === undefined || classical === undefined) return [];
  const goal = Math.min(network.accuracy.mean, classical.accuracy.mean) - 0.01;
  const first = (side: Side) => sizes.find((size) => (bestOf(groups, side, size)?.accuracy.mean ?? 0) >= goal)!;
  const [own, other] = [first('network'), first('classical')];
  const [networkName, classicalName] = [bestOf(groups, 'network', own)!, bestOf(groups, 'classical', other)!];
  return [
    `${percent(goal)} (a point below the lower of both at the end) are reached with ${count(own)} samples by a network (${titleOf(networkName.model)}) and with ${count(other)} by a classical model (${titleWithInputs(classicalName)}), by their means.`,
  ];
}
