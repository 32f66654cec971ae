import { ArgumentError, describeValue, resolveOptions } from '@neurite/core';
import {
  type Chance,
  chosen,
  type TextAugmentation,
  textAugmentation,
  unitsOf,
} from '../internal/text-augmentation.js';

export type MaskWordsOptions = Chance & {
  /** How often a word is masked, 0 to 1. Default 0.15. */
  readonly rate?: number;
  /** What stands in its place. Default `[MASK]`. */
  readonly token?: string;
};

/**
 * Puts a token in the place of words, each by itself and by chance.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * maskWords({ rate: 1 }).text('the fox', { seed: 1 }); // [MASK] [MASK]
 * @see Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding", 2019; there a tenth
 *   of the tokens become others, and a tenth stay
 */
export function maskWords(options: MaskWordsOptions = {}): TextAugmentation {
  const name = 'maskWords';
  const { probability, rate, token } = resolveOptions(name, options, { probability: 1, rate: 0.15, token: '[MASK]' });
  if (typeof token !== 'string') {
    throw new ArgumentError({
      where: name,
      argument: 'token',
      expected: 'be a string',
      received: describeValue(token),
    });
  }
  return textAugmentation({
    name,
    probability,
    rate,
    change: (text, random) => {
      const { units, join } = unitsOf(text, 'word');
      for (const i of chosen(units.length, rate, random)) units[i] = token;
      return join(units);
    },
  });
}
