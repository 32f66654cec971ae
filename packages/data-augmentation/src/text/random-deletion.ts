import { checkChoice, resolveOptions } from '@neurite/core';
import {
  type Chance,
  chosen,
  type TextAugmentation,
  type TextUnit,
  textAugmentation,
  unitsOf,
} from '../internal/text-augmentation.js';

export type RandomDeletionOptions = Chance & {
  /** How often a unit is deleted, 0 to 1. Default 0.1. */
  readonly rate?: number;
  /** Words or characters. Default `word`. */
  readonly unit?: TextUnit;
};

/**
 * Deletes words or characters, each by itself and by chance; one of them always remains.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const fewer = randomDeletion({ rate: 0.2 });
 * fewer.text('the quick brown fox', fewer.draw(RandomStream.fromSeed(1), {}));
 * @see Wei and Zou, "EDA: Easy Data Augmentation Techniques for Boosting Performance on Text Classification Tasks", 2019
 */
export function randomDeletion(options: RandomDeletionOptions = {}): TextAugmentation {
  const name = 'randomDeletion';
  const { probability, rate, unit } = resolveOptions(name, options, { probability: 1, rate: 0.1, unit: 'word' });
  checkChoice(name, 'unit', unit, ['word', 'character']);
  return textAugmentation({
    name,
    probability,
    rate,
    change: (text, random) => {
      const { units, join } = unitsOf(text, unit);
      if (units.length < 2) return text;
      const gone = new Set(chosen(units.length, rate, random));
      if (gone.size === units.length) gone.delete(random.integer(units.length));
      return join(units.filter((_, i) => !gone.has(i)));
    },
  });
}
