import { RandomStream } from '@neurite/core';
import { datePairs } from './dates.js';
import { listPairs } from './lists.js';
import { namePairs, signPairs } from './names.js';
import { numberPairs } from './numbers.js';
import type { Languages, Pair } from './pair.js';
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
const DRAWN = { dates: 28_000, relative: 8000, units: 70_000, numbers: 32_000, lists: 120_000 };
/** The first of each kind, which may be tested. */
const TESTABLE = 4000;

/** Phrases and their translations, as Unicode's common locale data and `Intl` know them, in parts. */
export function makePairs({ texts, seed, amount, ...languages }: MakePairsOptions): Parts {
  const random = RandomStream.fromSeed(seed);
  const drawn = (name: keyof typeof DRAWN, draw: (count: number, random: RandomStream) => readonly Pair[]): Pair[] =>
    draw(Math.round(amount * DRAWN[name]), random.child(name))
      .filter(({ group }, i) => i < TESTABLE || partOf(group, seed) === 'train')
      .map((pair) => ({ ...pair, drawn: true }));
  const [signs, names] = [signPairs(texts.from, texts.to), namePairs(languages, texts.from, texts.to)];
  // What lists consist of is known, by one translation: they test how they are put together.
  const items = splitPairs([...signs, ...names], seed).train.filter(({ category }) => category !== 'compounds');
  return splitPairs(
    [
      ...signs,
      ...names,
      ...drawn('dates', (...of) => datePairs(languages, ...of)),
      ...drawn('relative', (...of) => relativeTimePairs(languages, ...of)),
      ...drawn('units', (...of) => unitPairs(languages, ...of)),
      ...drawn('numbers', (...of) => numberPairs(languages, ...of)),
      ...drawn('lists', (count, random) => listPairs(languages, items, { count, random })),
    ],
    seed,
  );
}
