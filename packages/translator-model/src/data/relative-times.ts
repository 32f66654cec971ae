import type { RandomStream } from '@neurite/core';
import { drawNumber } from './draw-number.js';
import { normalize } from './normalize.js';
import type { Languages, Pair } from './pair.js';

const UNITS = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const;

/** `in 3 days`, `2 weeks ago`, `yesterday`. @param count how many */
export function relativeTimePairs({ from, to }: Languages, count: number, random: RandomStream): Pair[] {
  const formats = (['always', 'auto'] as const).map((numeric) =>
    [from, to].map((language) => new Intl.RelativeTimeFormat(language, { numeric })),
  );
  const write = (
    value: number,
    unit: (typeof UNITS)[number],
    [own, other]: readonly Intl.RelativeTimeFormat[],
  ): Pair => {
    const source = normalize(own!.format(value, unit));
    // A unit that is tested in the past or in the future is never read there, neither one nor many of it.
    const group = `relative time ${unit} ${value < 0 ? 'ago' : 'in'}`;
    return { source, target: normalize(other!.format(value, unit)), category: 'relative times', group };
  };
  const [always, auto] = [formats[0]!, formats[1]!];
  // Only where both languages have a word for it.
  const named = UNITS.flatMap((unit) => [-1, 0, 1].map((value) => write(value, unit, auto))).filter(
    ({ source, target }) => !/\p{N}/u.test(source + target),
  );
  const draws = random.uniforms(4 * count);
  const drawn = Array.from({ length: count }, (_, i) => {
    const [unit, sign, ...number] = draws.subarray(4 * i, 4 * i + 4) as unknown as [number, number, number, number];
    const value = Math.ceil(drawNumber(number[0]!, number[1]!));
    return write(sign < 0.5 ? -value : value, UNITS[Math.floor(unit * UNITS.length)]!, always);
  });
  return [...named.map((pair) => ({ ...pair, group: undefined })), ...drawn];
}
