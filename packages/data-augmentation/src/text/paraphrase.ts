import { ArgumentError, describeValue, resolveOptions } from '@neurite/core';
import { type Chance, pick, type TextAugmentation, textAugmentation } from '../internal/text-augmentation.js';

export type ParaphraseOptions = Chance & {
  /**
   * Other texts of the same meaning, e.g. those that a translation there and back gave, computed before; none leaves the
   * text as it is.
   */
  readonly paraphrases: (text: string) => readonly string[];
};

/**
 * Takes one of a text's paraphrases, which a function of yours knows: the place for back-translation.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when `paraphrases` is no function, or gives no list of texts
 * @example
 * const known = new Map([['It rains.', ['Rain is falling.']]]);
 * paraphrase({ paraphrases: (text) => known.get(text) ?? [] }).text('It rains.', { seed: 1 }); // Rain is falling.
 * @see Sennrich et al., "Improving Neural Machine Translation Models with Monolingual Data", 2016
 */
export function paraphrase(options: ParaphraseOptions): TextAugmentation {
  const name = 'paraphrase';
  const { probability, paraphrases } = resolveOptions(name, options, { probability: 1, paraphrases: undefined });
  if (typeof paraphrases !== 'function') {
    const expected = 'be a function from a text to a list of texts';
    throw new ArgumentError({ where: name, argument: 'paraphrases', expected, received: describeValue(paraphrases) });
  }
  return textAugmentation({
    name,
    probability,
    change: (text, random) => {
      const found = paraphrases(text);
      if (!Array.isArray(found) || !found.every((one) => typeof one === 'string')) {
        const expected = 'give a list of texts';
        throw new ArgumentError({ where: name, argument: 'paraphrases', expected, received: describeValue(found) });
      }
      return found.length === 0 ? text : pick(found, random);
    },
  });
}
