import { RandomStream } from '@neurite/core';
import { datePairs } from './dates.js';
import { listPairs } from './lists.js';
import { namePairs, signPairs } from './names.js';
import { numberPairs } from './numbers.js';
import type { Languages } from './pair.js';
import { relativeTimePairs } from './relative-times.js';
import { type Parts, partOf, splitPairs } from './split.js';
import type { LanguageTexts } from './texts.js';
import { unitPairs } from './units.js';

export type MakePairsOptions = Languages & {
  /** What things are called in the two languages. */
  readonly texts: { readonly [Name in keyof Languages]: LanguageTexts };
  readonly seed: number;
  /** The share of drawn phrases. */
  readonly amount: number;
};

/** How many phrases are drawn: there are more of them than anybody can list. */
const DRAWN = { dates: 4000, relative: 1200, units: 5000, numbers: 1800, lists: 4000 };

/** Phrases and their translations, as Unicode's common locale data and `Intl` know them, in parts. */
export function makePairs({ texts, seed, amount, ...languages }: MakePairsOptions): Parts {
  const random = RandomStream.fromSeed(seed);
  const drawn = (name: keyof typeof DRAWN) => [Math.round(amount * DRAWN[name]), random.child(name)] as const;
  const [signs, names] = [signPairs(texts.from, texts.to), namePairs(languages, texts.from, texts.to)];
  // What lists consist of is known: they test how they are put together.
  const items = [...signs, ...names].filter(
    ({ category, group }) => category !== 'compounds' && partOf(group, seed) === 'train',
  );
  const [count, lists] = drawn('lists');
  return splitPairs(
    [
      ...signs,
      ...names,
      ...datePairs(languages, ...drawn('dates')),
      ...relativeTimePairs(languages, ...drawn('relative')),
      ...unitPairs(languages, ...drawn('units')),
      ...numberPairs(languages, ...drawn('numbers')),
      ...listPairs(languages, items, { count, random: lists }),
    ],
    seed,
  );
}
