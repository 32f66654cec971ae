import { eventLoopDuring, turnsDuring } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import {
  binning,
  bytePairTokenizer,
  columns,
  impute,
  imputeCategories,
  minMax,
  oneHot,
  ordinal,
  power,
  quantile,
  robust,
  standardize,
  target,
  wordTokenizer,
} from '../src/index.js';

/** `NEURITE_PAUSES=measure`: a million values, with the pauses printed and judged. */
const isMeasured = process.env.NEURITE_PAUSES === 'measure';
const SIZE = isMeasured ? 1_000_000 : 100_000;

async function* arriving<T>(f: (i: number) => T, count = SIZE): AsyncGenerator<T> {
  for (let i = 0; i < count; i++) yield f(i);
}
const number = (i: number): number => ((i * 48_271) % 2_147_483_647) / 1e6;
const category = (i: number): string => `c${(i * 7919) % 5000}`;
const text = (i: number): string =>
  Array.from({ length: 8 }, (_, k) =>
    number(8 * i + k)
      .toString(36)
      .slice(0, 4),
  ).join(' ');
const targets = Float64Array.from({ length: SIZE }, (_, i) => i % 2);

describe('many values that arrive let others have the event loop', () => {
  it.each<readonly [string, () => Promise<unknown>]>([
    ['standardize', () => standardize().fit(arriving(number))],
    ['minMax', () => minMax().fit(arriving(number))],
    ['robust', () => robust().fit(arriving(number))],
    ['quantile', () => quantile().fit(arriving(number))],
    ['power', () => power().fit(arriving(number))],
    ['binning', () => binning().fit(arriving(number))],
    ['binning by centers', () => binning({ strategy: 'kMeans' }).fit(arriving(number))],
    ['impute', () => impute({ strategy: 'median' }).fit(arriving(number))],
    ['imputeCategories', () => imputeCategories().fit(arriving(category))],
    ['oneHot', () => oneHot().fit(arriving(category))],
    ['ordinal', () => ordinal().fit(arriving(category))],
    ['target', () => target().fit(arriving(category), { targets })],
    [
      'columns',
      () =>
        columns<{ readonly a: number; readonly c: string }>({ a: robust(), c: oneHot() }).fit(
          arriving((i) => ({ a: number(i), c: category(i) })),
        ),
    ],
    ['wordTokenizer', () => wordTokenizer().fit(arriving(text, SIZE / 10))],
    ['bytePairTokenizer', () => bytePairTokenizer({ size: 600 }).fit(arriving(text, SIZE / 50))],
  ])(
    '%s',
    async (name, work) => {
      if (!isMeasured) {
        expect(await turnsDuring(work)).toBeGreaterThan(SIZE / 8192);
        return;
      }
      const { delay, busy } = await eventLoopDuring(work);
      process.stderr.write(`${name}: at most ${busy.toFixed(0)} ms of processor time, ${delay.toFixed(0)} ms in all\n`);
      expect(busy).toBeLessThan(50);
    },
    600_000,
  );

  it('learns what it learns of values that are there', async () => {
    for (const make of [
      robust,
      quantile,
      power,
      () => binning({ strategy: 'kMeans' }),
      () => impute({ strategy: 'median' }),
    ]) {
      for (const count of [7, 100_000]) {
        const values = Array.from({ length: count }, (_, i) => number(i));
        const weights = values.map((_, i) => (i % 3) + 1);
        for (const options of [{}, { weights }]) {
          const there = make().fit(values, options).toJSON();
          expect((await make().fit(arriving(number, count), options)).toJSON()).toEqual(there);
        }
      }
    }
  });

  it('sorts as one sort does', () => {
    const values = Array.from({ length: 100_000 }, (_, i) => number(i * 31));
    const fitted = robust({ quantiles: [0, 0.25] })
      .fit(values)
      .toJSON() as { readonly scale: number };
    const sorted = Float64Array.from(values).sort();
    const quarter = sorted[24_999]! + 0.75 * (sorted[25_000]! - sorted[24_999]!);
    expect(fitted.scale).toBeCloseTo(quarter - sorted[0]!, 9);
  });
});
