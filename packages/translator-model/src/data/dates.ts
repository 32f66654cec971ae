import type { RandomStream } from '@neurite/core';
import { normalize } from './normalize.js';
import type { Languages, Pair } from './pair.js';

type Format = Intl.DateTimeFormatOptions;

/** Those with a weekday and a month, whose combinations are held out. */
const COMBINED: readonly Format[] = [
  { dateStyle: 'full' },
  { weekday: 'long', month: 'long', day: 'numeric' },
  { weekday: 'short', month: 'short', day: 'numeric', year: 'numeric' },
  { dateStyle: 'full', timeStyle: 'short' },
];
const SIMPLE: readonly Format[] = [
  { dateStyle: 'long' },
  { month: 'long', year: 'numeric' },
  { month: 'long', day: 'numeric' },
  { timeStyle: 'short' },
  { month: 'long', day: 'numeric', hour: 'numeric', minute: 'numeric' },
];

const DAY = 86_400_000;
const [FIRST, LAST] = [Date.UTC(1900, 0, 1), Date.UTC(2100, 0, 1)];

/** Dates as both languages write them. @param count how many */
export function datePairs({ from, to }: Languages, count: number, random: RandomStream): Pair[] {
  const formats = [...COMBINED, ...SIMPLE].map((format) => {
    const options = { timeZone: 'UTC', ...format };
    return { own: new Intl.DateTimeFormat(from, options), other: new Intl.DateTimeFormat(to, options) };
  });
  // Full dates are asked for the most.
  const draw = [0, 0, 0, ...formats.keys()];
  const draws = random.uniforms(3 * count);
  return Array.from({ length: count }, (_, i) => {
    const format = draw[Math.floor(draws[3 * i]! * draw.length)]!;
    const day = FIRST + DAY * Math.floor((draws[3 * i + 1]! * (LAST - FIRST)) / DAY);
    const date = new Date(day + 60_000 * Math.floor(draws[3 * i + 2]! * 24 * 60));
    const { own, other } = formats[format]!;
    return {
      source: normalize(own.format(date)),
      target: normalize(other.format(date)),
      category: 'dates',
      // In whatever format, a weekday never meets a month in training that it meets in the test.
      group: format < COMBINED.length ? `date ${date.getUTCDay()} ${date.getUTCMonth()}` : undefined,
    };
  });
}
