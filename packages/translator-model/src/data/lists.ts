import type { RandomStream } from '@neurite/core';
import { fold, normalize } from './normalize.js';
import type { Languages, Pair } from './pair.js';

/** The most words of an item. */
const MOST_WORDS = 2;

/** `apple, pear, and plum`: two to four items that are learned from. @param count how many */
export function listPairs(
  { from, to }: Languages,
  items: readonly Pair[],
  { count, random }: { readonly count: number; readonly random: RandomStream },
): Pair[] {
  const isItem = ({ source, target }: Pair): boolean =>
    /^[\p{L}\p{M} ’'-]+$/u.test(source + target) && source.split(' ').length <= MOST_WORDS;
  const short = items.filter(isItem);
  if (short.length < 2) return [];
  const formats = (['conjunction', 'disjunction'] as const).map((type) =>
    [from, to].map((language) => new Intl.ListFormat(language, { type })),
  );
  const draws = random.uniforms(6 * count);
  return Array.from({ length: count }, (_, i) => {
    const [kind, size, ...which] = draws.subarray(6 * i, 6 * i + 6) as unknown as [number, number, ...number[]]; // six draws
    const own = which.slice(0, 2 + Math.floor(3 * size)).map((draw) => short[Math.floor(draw * short.length)]!);
    const [before, after] = formats[kind < 0.7 ? 0 : 1]! as [Intl.ListFormat, Intl.ListFormat]; // two languages
    const source = normalize(before.format(own.map((item) => item.source)));
    return {
      source,
      target: normalize(after.format(own.map((item) => item.target))),
      category: 'lists',
      group: fold(source),
    };
  });
}
