import { bytes, count, duration, times } from '@neurite/command-kit/words';
import { titleOf, titleWithInputs } from '../models/model-names.js';
import type { CellResult, Results } from '../run/results.js';
import { bestOf, type Group, groupsOf, intervalOf, sizesOf } from '../statistics/groups.js';
import { apart } from '../statistics/intervals.js';
import type { Conclusion } from './conclusion.js';

/** What the best network and the best classical model take, with the most samples. */
export function costConclusions({ cells }: Results, dataSet: string): readonly Conclusion[] {
  const groups = groupsOf(cells, dataSet);
  const most = sizesOf(groups).at(-1);
  const network = most === undefined ? undefined : bestOf(groups, 'network', most);
  const classical = most === undefined ? undefined : bestOf(groups, 'classical', most);
  if (network === undefined || classical === undefined) return [];
  const names = `the ${titleOf(network.model)} (the best network) and the ${titleWithInputs(classical)} (the best classical model)`;
  const sentences = [
    compare('to learn', [network, classical], ({ trainSeconds }) => trainSeconds),
    compare('for a prediction', [network, classical], ({ predictMicroseconds }) => predictMicroseconds / 1e6),
    sizes(network, classical),
    ...memory(network, classical),
  ];
  return [
    {
      about: `${dataSet}: time and memory`,
      sentence: `With ${count(most!)} samples, on one thread, ${names} compare so: ${sentences.join('; ')}.`,
    },
  ];
}

/** Which takes longer, unless their intervals overlap. */
function compare(
  what: string,
  [network, classical]: readonly [Group, Group],
  seconds: (cell: CellResult) => number,
): string {
  const [own, other] = [intervalOf(network, seconds), intervalOf(classical, seconds)];
  const numbers = `${duration(own.mean)} and ${duration(other.mean)} ${what}`;
  switch (apart(own, other)) {
    case 'first':
      return `${numbers}, the network ${times(own.mean / other.mean)} as long`;
    case 'second':
      return `${numbers}, the classical model ${times(other.mean / own.mean)} as long`;
    default:
      return `${numbers}, no difference within the intervals`;
  }
}

function sizes(network: Group, classical: Group): string {
  const [own, other] = [network, classical].map((group) => intervalOf(group, ({ parameters }) => parameters).mean);
  const [small, large] = [network, classical].map((group) => intervalOf(group, ({ modelBytes }) => modelBytes).mean);
  return `${count(own!)} and ${count(other!)} numbers in the model (${bytes(small!)} and ${bytes(large!)})`;
}

function memory(network: Group, classical: Group): string[] {
  const [own, other] = [network, classical].map(({ cells }) => cells.find(({ peakBytes }) => peakBytes !== undefined));
  if (own?.peakBytes === undefined || other?.peakBytes === undefined) return [];
  return [`${bytes(own.peakBytes)} and ${bytes(other.peakBytes)} of memory beside the samples (one run each)`];
}
