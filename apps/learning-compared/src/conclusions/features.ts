import { count, percent } from '@neurite/command-kit/words';
import { titleOf } from '../models/model-names.js';
import type { Results } from '../run/results.js';
import { bestOf, differenceOf, type Group, groupsOf, sizesOf } from '../statistics/groups.js';
import { verdictOf } from '../statistics/intervals.js';
import type { Conclusion } from './conclusion.js';
import { points } from './points.js';

/** What hand-made features bring the best classical model, with few samples and with many, and what they cost. */
export function featureConclusions({ cells, lines }: Results, dataSet: string): readonly Conclusion[] {
  const groups = groupsOf(cells, dataSet);
  const sizes = sizesOf(groups);
  const ends = [...new Set([sizes[0], sizes.at(-1)])];
  const sentences = ends.flatMap((samples) => {
    const raw = samples === undefined ? undefined : bestOf(groups, 'raw', samples);
    const made = samples === undefined ? undefined : bestOf(groups, 'features', samples);
    return raw === undefined || made === undefined ? [] : [compare(raw, made)];
  });
  if (sentences.length === 0) return [];
  const cost = lines.features[dataSet];
  const code =
    cost === undefined
      ? []
      : [`The features took ${count(cost)} lines of code, the networks ${count(lines.networks)}.`];
  return [{ about: `${dataSet}: hand-made features`, sentence: [...sentences, ...code].join(' ') }];
}

function compare(raw: Group, made: Group): string {
  const difference = differenceOf(made, raw);
  const both = `${percent(made.accuracy.mean)} with (${titleOf(made.model)}), ${percent(raw.accuracy.mean)} without (${titleOf(raw.model)})`;
  const start = `With ${count(raw.samples)} samples`;
  switch (verdictOf(difference)) {
    case 'first':
      return `${start} hand-made features raise the best classical model by ${points(difference)}: ${both}.`;
    case 'second':
      return `${start} hand-made features lower the best classical model by ${points(difference)}: ${both}.`;
    default:
      return `${start} hand-made features make no difference within the interval: ${both}, ${points(difference)}.`;
  }
}
