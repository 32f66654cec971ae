import { resolveOptions } from '@neurite/core';
import { checkSynonyms, type Synonyms, synonymsOf } from '../internal/synonyms.js';
import {
  type Chance,
  chosen,
  inCaseOf,
  pick,
  type TextAugmentation,
  textAugmentation,
  unitsOf,
} from '../internal/text-augmentation.js';

export type SynonymReplacementOptions = Chance & {
  /** Words that stand for one another, by the word in lower case: `{ quick: ['fast', 'swift'] }`. */
  readonly synonyms: Synonyms;
  /** How often a word that has synonyms is replaced, 0 to 1. Default 0.1. */
  readonly rate?: number;
};

/**
 * Replaces words by synonyms from a table of yours; their case and the punctuation around them stay.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const other = synonymReplacement({ synonyms: { quick: ['swift'] }, rate: 1 });
 * other.text('Quick, a fox!', { seed: 1 }); // Swift, a fox!
 * @see Wei and Zou, "EDA: Easy Data Augmentation Techniques for Boosting Performance on Text Classification Tasks", 2019
 */
export function synonymReplacement(options: SynonymReplacementOptions): TextAugmentation {
  const name = 'synonymReplacement';
  const { probability, synonyms, rate } = resolveOptions(name, options, {
    probability: 1,
    synonyms: options?.synonyms,
    rate: 0.1,
  });
  checkSynonyms(name, synonyms);
  return textAugmentation({
    name,
    probability,
    rate,
    change: (text, random) => {
      const { units, join } = unitsOf(text, 'word');
      for (const i of chosen(units.length, rate, random)) {
        const { core, list } = synonymsOf(synonyms, units[i]!);
        if (list.length > 0) units[i] = units[i]!.replace(core, () => inCaseOf(core, pick(list, random)));
      }
      return join(units);
    },
  });
}
