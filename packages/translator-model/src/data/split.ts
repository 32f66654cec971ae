import { fold } from './normalize.js';
import type { Pair } from './pair.js';

export type Part = 'train' | 'validation' | 'test';

/** Pairs in three parts, none of which has a phrase or a combination of another one. */
export type Parts = {
  readonly [Name in Part]: readonly Pair[];
} & {
  /** What was left out, and why, for people. */
  readonly notes: readonly string[];
};

/** Of 100 groups, so many are tested, and so many the epoch is chosen by. */
const [TESTED, VALIDATED] = [10, 4];

/** Which part a group is in: by its name and the seed alone. */
export function partOf(group: string | undefined, seed: number): Part {
  if (group === undefined || group === '') return 'train';
  const share = hash(`${seed} ${group}`) % 100;
  return share < TESTED ? 'test' : share < TESTED + VALIDATED ? 'validation' : 'train';
}

/**
 * Divides pairs by their groups. A phrase with several translations keeps the first; one that is learned from, after folding case,
 * punctuation and digits, is not tested.
 */
export function splitPairs(pairs: readonly Pair[], seed: number): Parts {
  const seen = new Map<string, string>();
  const parts: Record<Part, Pair[]> = { train: [], validation: [], test: [] };
  let ambiguous = 0;
  for (const pair of pairs) {
    const before = seen.get(pair.source);
    if (before !== undefined) {
      if (before !== pair.target) ambiguous++;
      continue;
    }
    seen.set(pair.source, pair.target);
    parts[partOf(pair.group, seed)].push(pair);
  }
  const known = new Set(parts.train.map(({ source }) => fold(source)));
  const test = parts.test.filter(({ source }) => !known.has(fold(source)));
  for (const { source } of test) known.add(fold(source));
  const validation = parts.validation.filter(({ source }) => !known.has(fold(source)));
  const repeated = parts.test.length + parts.validation.length - test.length - validation.length;
  const phrases = (count: number, one: string, many: string): string =>
    `${count} ${count === 1 ? `phrase ${one}` : `phrases ${many}`}`;
  return {
    train: parts.train,
    validation,
    test,
    notes: [
      ...(ambiguous === 0 ? [] : [`${phrases(ambiguous, 'has', 'have')} another translation, too, which is left out.`]),
      ...(repeated === 0
        ? []
        : [
            `${phrases(repeated, 'that stands', 'that stand')} elsewhere but for case, punctuation and digits ${repeated === 1 ? 'is' : 'are'} not tested.`,
          ]),
    ],
  };
}

/** FNV-1a, mixed once more, as its low bits alone are poor. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}
