import { type Augmentation, checkNumber, RandomStream } from '@neurite/core';
import { type Chance, happens } from './image-augmentation.js';
import { drawSeed, type SeedDraw } from './seeds.js';

export type { Chance } from './image-augmentation.js';
export type { SeedDraw } from './seeds.js';

/** An augmentation of texts, which keeps labels. A draw of null changes nothing. */
export type TextAugmentation = Augmentation<SeedDraw | null> & Required<Pick<Augmentation<SeedDraw | null>, 'text'>>;

/** The change of a text from the seed of its draw; chance, and the kinds that stay, are added. */
export function textAugmentation({
  name,
  probability,
  rate,
  change,
}: {
  readonly name: string;
  /** How often a unit is changed, 0 to 1. Default: it is not said. */
  readonly rate?: number;
  readonly change: (text: string, random: RandomStream) => string;
} & Required<Chance>): TextAugmentation {
  checkNumber(name, 'probability', probability, { atLeast: 0, atMost: 1 });
  if (rate !== undefined) checkNumber(name, 'rate', rate, { atLeast: 0, atMost: 1 });
  return {
    name,
    keeps: ['label'],
    draw: (random) => (happens(random, probability) ? drawSeed(random) : null),
    text: (text, params) => (params === null ? text : change(text, RandomStream.fromSeed(params.seed))),
  };
}

/** What a text is made of: words between white space, or characters. */
export type TextUnit = 'word' | 'character';

/** The units of a text, and how they are put together again. */
export type Units = {
  readonly units: string[];
  /** @param units another number of them than before are put together by single spaces */
  readonly join: (units: readonly string[]) => string;
};

/** Characters are code points, so that none is cut in half. */
export function unitsOf(text: string, unit: TextUnit): Units {
  if (unit === 'character') return { units: Array.from(text), join: (units) => units.join('') };
  const parts = text.split(/(\s+)/);
  // Every second part is white space; the first and the last may be empty.
  const units = parts.filter((part, i) => i % 2 === 0 && part !== '');
  const gaps = text.split(/\S+/);
  return {
    units,
    join: (changed) =>
      changed.length === gaps.length - 1
        ? gaps.reduce((whole, gap, i) => whole + changed[i - 1]! + gap)
        : changed.join(' '),
  };
}

/** Indices that are chosen by themselves, each with this probability. */
export function chosen(count: number, rate: number, random: RandomStream): number[] {
  return Array.from({ length: count }, (_, i) => i).filter(() => random.uniform() < rate);
}

/** One of a list. */
export function pick<T>(list: readonly T[], random: RandomStream): T {
  return list[random.integer(list.length)]!;
}

/** `like` in the case of `word`: all upper case, or the first letter. */
export function inCaseOf(word: string, like: string): string {
  if (word.length > 1 && word === word.toUpperCase() && word !== word.toLowerCase()) return like.toUpperCase();
  const first = word.slice(0, 1);
  return first !== first.toLowerCase() ? like.slice(0, 1).toUpperCase() + like.slice(1) : like;
}
