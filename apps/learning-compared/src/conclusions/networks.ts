import { count, list, percent } from '@neurite/command-kit/words';
import { titleOf, titleWithInputs } from '../models/model-names.js';
import type { Results } from '../run/results.js';
import { bestOf, differenceOf, type Group, groupsOf, type Side, sizesOf } from '../statistics/groups.js';
import { type Interval, type Verdict, verdictOf } from '../statistics/intervals.js';
import type { Conclusion } from './conclusion.js';
import { points } from './points.js';

/** From how many samples on the best network is ahead of the best classical model, or behind it. */
export function networkConclusions({ cells }: Results, dataSet: string): readonly Conclusion[] {
  const groups = groupsOf(cells, dataSet);
  const sizes = sizesOf(groups);
  const all = against(groups, sizes, 'classical');
  if (all.length === 0) return [];
  const raw = against(groups, sizes, 'raw').at(-1);
  return [
    { about: `${dataSet}: network or classical model`, sentence: stretches(all).map(describeStretch).join(' ') },
    ...(raw === undefined ? [] : [{ about: `${dataSet}: from raw values alone`, sentence: describeRaw(raw) }]),
  ];
}

type Duel = {
  readonly samples: number;
  readonly network: Group;
  readonly other: Group;
  readonly difference: Interval;
  readonly verdict: Verdict;
};

function against(groups: readonly Group[], sizes: readonly number[], side: Side): readonly Duel[] {
  return sizes.flatMap((samples) => {
    const network = bestOf(groups, 'network', samples);
    const other = bestOf(groups, side, samples);
    if (network === undefined || other === undefined) return [];
    const difference = differenceOf(network, other);
    return [{ samples, network, other, difference, verdict: verdictOf(difference) }];
  });
}

/** Consecutive numbers of samples with the same outcome. */
function stretches(duels: readonly Duel[]): readonly (readonly Duel[])[] {
  const result: Duel[][] = [];
  for (const duel of duels) {
    const last = result.at(-1);
    if (last?.[0]?.verdict === duel.verdict) last.push(duel);
    else result.push([duel]);
  }
  return result;
}

function describeStretch(duels: readonly Duel[]): string {
  const { network, other, difference, verdict } = duels.at(-1)!;
  const start = `With ${list(duels.map(({ samples }) => count(samples)))} samples`;
  const numbers = `${percent(network.accuracy.mean)} (${titleOf(network.model)}) and ${percent(other.accuracy.mean)} (${titleWithInputs(other)}), ${points(difference)}`;
  const where = duels.length > 1 ? `; with ${count(duels.at(-1)!.samples)}: ` : ': ';
  if (verdict === 'first') return `${start} the best network is ahead of the best classical model${where}${numbers}.`;
  if (verdict === 'second') return `${start} the best classical model is ahead of the best network${where}${numbers}.`;
  return `${start} there is no difference within the intervals between the best network and the best classical model${where}${numbers}.`;
}

function describeRaw({ samples, network, other, difference, verdict }: Duel): string {
  const start = `Where nobody makes features and ${count(samples)} samples are there,`;
  const end = `${percent(network.accuracy.mean)} (${titleOf(network.model)}) and ${percent(other.accuracy.mean)} (${titleOf(other.model)}), ${points(difference)}`;
  if (verdict === 'first') return `${start} the best network is ahead: ${end}.`;
  if (verdict === 'second') return `${start} the best classical model is ahead: ${end}.`;
  return `${start} network and classical model do equally well within the interval: ${end}.`;
}
