import { resolveOptions } from '@neurite/core';
import {
  type Chance,
  chosen,
  type TextAugmentation,
  textAugmentation,
  unitsOf,
} from '../internal/text-augmentation.js';

export type RandomCaseOptions = Chance & {
  /** How often a word changes its case, 0 to 1. Default 0.1. */
  readonly rate?: number;
};

/**
 * Writes words in another case: all lower, all upper, or the first letter upper and the rest lower.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * randomCase({ rate: 1 }).text('Fox', { seed: 1 }); // fox, FOX or Fox
 */
export function randomCase(options: RandomCaseOptions = {}): TextAugmentation {
  const { probability, rate } = resolveOptions('randomCase', options, { probability: 1, rate: 0.1 });
  return textAugmentation({
    name: 'randomCase',
    probability,
    rate,
    change: (text, random) => {
      const { units, join } = unitsOf(text, 'word');
      for (const i of chosen(units.length, rate, random)) {
        const [lower, upper] = [units[i]!.toLowerCase(), units[i]!.toUpperCase()];
        units[i] = [lower, upper, upper.slice(0, 1) + lower.slice(1)][random.integer(3)]!;
      }
      return join(units);
    },
  });
}
