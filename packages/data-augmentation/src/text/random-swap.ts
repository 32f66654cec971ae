import { checkChoice, resolveOptions } from '@neurite/core';
import {
  type Chance,
  pick,
  type TextAugmentation,
  type TextUnit,
  textAugmentation,
  unitsOf,
} from '../internal/text-augmentation.js';

export type RandomSwapOptions = Chance & {
  /** How many swaps for each unit of the text, 0 to 1; at least one is made where the rate is above 0. Default 0.1. */
  readonly rate?: number;
  /** Words anywhere in the text, or characters beside one another within a word. Default `word`. */
  readonly unit?: TextUnit;
};

/**
 * Swaps words with others, or characters with their neighbours within a word. White space stays where it is.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * randomSwap().text('b a', { seed: 1 }); // a b
 * @see Wei and Zou, "EDA: Easy Data Augmentation Techniques for Boosting Performance on Text Classification Tasks", 2019
 */
export function randomSwap(options: RandomSwapOptions = {}): TextAugmentation {
  const name = 'randomSwap';
  const { probability, rate, unit } = resolveOptions(name, options, { probability: 1, rate: 0.1, unit: 'word' });
  checkChoice(name, 'unit', unit, ['word', 'character']);
  return textAugmentation({
    name,
    probability,
    rate,
    change: (text, random) => {
      const { units, join } = unitsOf(text, unit);
      // Any word can be swapped, or a character with the one before it in its word.
      const seconds = units.flatMap((one, i) =>
        (unit === 'word' ? units.length > 1 : /^\S\S$/u.test(`${units[i - 1] ?? ' '}${one}`)) ? [i] : [],
      );
      if (seconds.length === 0 || rate === 0) return text;
      for (let count = Math.max(1, Math.round(rate * units.length)); count > 0; count--) {
        const second = pick(seconds, random);
        const first = unit === 'word' ? (second + 1 + random.integer(units.length - 1)) % units.length : second - 1;
        [units[first], units[second]] = [units[second]!, units[first]!];
      }
      return join(units);
    },
  });
}
