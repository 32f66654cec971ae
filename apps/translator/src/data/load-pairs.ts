import { RandomStream } from '@neurite/core';
import { checkLanguage } from './cldr.js';
import { datePairs } from './dates.js';
import { listPairs } from './lists.js';
import { namePairs, signPairs } from './names.js';
import { numberPairs } from './numbers.js';
import type { Languages } from './pair.js';
import { readPairs } from './read-pairs.js';
import { relativeTimePairs } from './relative-times.js';
import { type Parts, partOf, splitPairs } from './split.js';
import { unitPairs } from './units.js';

export type PairOptions = Languages & {
  readonly seed: number;
  /** A file with two columns. Default: what Unicode's common locale data and `Intl` translate. */
  readonly data?: string | undefined;
  /** The share of drawn phrases. */
  readonly amount: number;
};

/** How many phrases are drawn: there are more of them than anybody can list. */
const DRAWN = { dates: 4000, relative: 1200, units: 5000, numbers: 1800, lists: 4000 };

/** @throws ArgumentError when a language is unknown; FormatError when a line of the file has no two phrases */
export async function loadPairs({ data, seed, amount, ...languages }: PairOptions): Promise<Parts> {
  if (data !== undefined) return splitPairs(await readPairs(data), seed);
  checkLanguage('--from', languages.from);
  checkLanguage('--to', languages.to);
  const random = RandomStream.fromSeed(seed);
  const drawn = (name: keyof typeof DRAWN) => [Math.round(amount * DRAWN[name]), random.child(name)] as const;
  const [signs, names] = await Promise.all([signPairs(languages), namePairs(languages)]);
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
