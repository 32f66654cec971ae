import type { RandomStream } from '@neurite/core';
import { drawNumber } from './draw-number.js';
import { fold, normalize } from './normalize.js';
import type { Languages, Pair } from './pair.js';

/** Plain numbers, large ones in words, shares, and amounts of money. They fold to a word or to nothing: amounts alone are tested. */
export function numberPairs({ from, to }: Languages, count: number, random: RandomStream): Pair[] {
  const kinds: readonly Intl.NumberFormatOptions[] = [
    {},
    { notation: 'compact', compactDisplay: 'long' },
    { style: 'percent', maximumFractionDigits: 1 },
  ];
  const both = (options: Intl.NumberFormatOptions) =>
    [from, to].map((language) => new Intl.NumberFormat(language, options)) as [Intl.NumberFormat, Intl.NumberFormat]; // two languages
  const plain = kinds.map(both);
  const money = Intl.supportedValuesOf('currency').map((currency) =>
    both({ style: 'currency', currency, currencyDisplay: 'name', maximumFractionDigits: 2, minimumFractionDigits: 0 }),
  );
  const draws = random.uniforms(4 * count);
  return Array.from({ length: count }, (_, i) => {
    const [kind, which, a, b] = draws.subarray(4 * i, 4 * i + 4) as unknown as [number, number, number, number]; // four draws
    const isMoney = kind < 0.5;
    const formats = isMoney ? money[Math.floor(which * money.length)]! : plain[Math.floor(which * plain.length)]!;
    const value =
      isMoney || which < 0.3 ? drawNumber(a, b) : 10 ** (which < 0.6 ? 3 + 9 * a : 0) * (1 + Math.floor(b * 99)) * 0.1;
    const [source, target] = formats.map((format) => normalize(format.format(value))) as [string, string]; // two texts
    return isMoney
      ? { source, target, category: 'currencies', group: fold(source) }
      : { source, target, category: 'numbers', group: undefined };
  });
}
