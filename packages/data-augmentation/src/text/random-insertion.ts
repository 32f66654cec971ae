import { resolveOptions } from '@neurite/core';
import { checkSynonyms, type Synonyms, synonymsOf } from '../internal/synonyms.js';
import { type Chance, pick, type TextAugmentation, textAugmentation, unitsOf } from '../internal/text-augmentation.js';

export type RandomInsertionOptions = Chance & {
  /** How many insertions for each unit of the text, 0 to 1; at least one is made where the rate is above 0. Default 0.1. */
  readonly rate?: number;
  /**
   * Synonyms of the text's own words are inserted, by the word in lower case. Default: none, and letters of the text are
   * inserted instead, as by a key that was hit in passing.
   */
  readonly synonyms?: Synonyms | undefined;
};

/**
 * Inserts synonyms of words of the text anywhere between its words; without a table, letters of the text between its letters.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const more = randomInsertion({ synonyms: { quick: ['fast'] } });
 * more.text('quick', { seed: 1 }); // fast quick, or quick fast
 * @see Wei and Zou, "EDA: Easy Data Augmentation Techniques for Boosting Performance on Text Classification Tasks", 2019
 */
export function randomInsertion(options: RandomInsertionOptions = {}): TextAugmentation {
  const name = 'randomInsertion';
  const { probability, rate, synonyms } = resolveOptions(name, options, {
    probability: 1,
    rate: 0.1,
    synonyms: undefined,
  });
  if (synonyms !== undefined) checkSynonyms(name, synonyms);
  return textAugmentation({
    name,
    probability,
    rate,
    change: (text, random) => {
      const { units, join } = unitsOf(text, synonyms === undefined ? 'character' : 'word');
      const inserted =
        synonyms === undefined
          ? units.filter((one) => /\p{L}/u.test(one))
          : units.flatMap((word) => synonymsOf(synonyms, word).list);
      if (inserted.length === 0 || rate === 0) return text;
      for (let count = Math.max(1, Math.round(rate * units.length)); count > 0; count--) {
        units.splice(random.integer(units.length + 1), 0, pick(inserted, random));
      }
      return join(units);
    },
  });
}
