import { ArgumentError, FormatError, type Json, ShapeError } from '@neurite/core';
import { expectClose, expectError } from '@neurite/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import fixture from '../../../fixtures/preprocessing/numbers.json' with { type: 'json' };
import {
  binning,
  type ColumnTransformer,
  type FittedNumbers,
  minMax,
  type NumberValue,
  power,
  quantile,
  robust,
  standardize,
} from '../src/index.js';

const transformers = { standardize, minMax, robust, quantile, power, binning };
const names = Object.keys(transformers) as (keyof typeof transformers)[];

/** The options of a case are those of its transformer. */
function make(name: string, options: object = {}): ColumnTransformer<NumberValue, FittedNumbers> {
  return transformers[name as keyof typeof transformers](options);
}

const isFinal = (options: object): boolean => 'encode' in options;

async function* slowly<T>(values: Iterable<T>): AsyncGenerator<T> {
  for (const value of values) yield value;
}

describe('transformations of numbers', () => {
  it.each(
    fixture.cases.map(
      (each) => [`${each.transformer} ${JSON.stringify(each.options)} of ${each.kind} values`, each] as const,
    ),
  )('%s: the numbers of scikit-learn', async (_, each) => {
    const { transformer, options, values, others, transformed, weights, inverted } = each;
    const fitted = make(transformer, options).fit(values, { weights });
    // The optimum of a likelihood is flat: rounding hides its last digits.
    const relative = transformer === 'power' ? 1e-6 : each.kind === 'far' ? 1e-8 : 1e-10;
    const nan = (numbers: readonly (number | null)[]): number[] => numbers.map((value) => value ?? Number.NaN);
    if (each.learned !== undefined) {
      const { lambda } = fitted.toJSON() as { readonly lambda: number };
      await expectClose([lambda], [each.learned], { relative: 1e-6, absolute: 1e-7 });
    }
    const result = fitted.transform(others);
    await expectClose(result, nan(transformed), { relative, absolute: relative });
    if (inverted !== undefined) {
      await expectClose(fitted.invert(result), nan(inverted), { relative: 10 * relative, absolute: relative * 1e-6 });
    }
    const restored = make(transformer).restore(JSON.parse(JSON.stringify(fitted.toJSON())) as Json);
    expect(restored.transform(others)).toEqual(result);
    expect(restored.outputs).toEqual(fitted.outputs);
    expect(isFinal(options) ? result.length / others.length : 1).toBe(fitted.outputs.length);
  });

  it.each(names)(
    '%s: weights of integers are repetitions, of 0 are none; missing values count for nothing',
    async (name) => {
      const values = [3, 1, Number.NaN, 7, -2, 9, 4, null, undefined, 5n];
      const weights = [2, 0, 5, 1, 3, 1, 1, 1, 1, 2];
      const options = name === 'quantile' ? { quantiles: 5 } : {};
      const weighted = make(name, options).fit(values, { weights });
      const repeated = [3, 3, 7, -2, -2, -2, 9, 4, 5, 5];
      // Without weights, quantiles are interpolated; half weights everywhere ask for the other definition.
      const halves = new Float64Array(repeated.length).fill(0.5);
      const expected = make(name, options).fit(repeated, { weights: halves });
      await expectClose(weighted.transform(repeated), expected.transform(repeated), { relative: 1e-7 });
      expect([...weighted.transform([Number.NaN, null, undefined])]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
      expect(weighted.transform([])).toEqual(new Float64Array(0));
    },
  );

  it.each(names)('%s: learns from an async iterable as from an array', async (name) => {
    const values = Float32Array.from({ length: 50 }, (_, i) => Math.sin(i * i) * 20);
    const expected = make(name).fit(values).toJSON();
    expect((await make(name).fit(slowly(values))).toJSON()).toEqual(expected);
    const aborted = AbortSignal.abort();
    expect(() => make(name).fit(values, { signal: aborted })).toThrow(aborted.reason);
  });

  it.each(names)('%s: refuses what it cannot learn from', async (name) => {
    const fit = (values: Iterable<unknown>, options = {}) => make(name).fit(values as Iterable<number>, options);
    const { MAX_SAFE_INTEGER } = Number;
    const where = `${name}.fit`;
    const kinds = 'be numbers, or bigints from -2⁵³ + 1 to 2⁵³ - 1; NaN, null and undefined are missing';
    const absent = 'have at least one that is present and has a weight above 0';
    const refused: readonly (readonly [() => unknown, string])[] = [
      [() => fit([1, '2']), `${where}: \`values\` must ${kinds}; received '2' in row 1.`],
      [
        () => fit([BigInt(MAX_SAFE_INTEGER) + 1n]),
        `${where}: \`values\` must ${kinds}; received 9007199254740992 in row 0.`,
      ],
      [() => fit([1, -1 / 0]), `${where}: \`values\` must be finite or missing; received -Infinity in row 1.`],
      [() => fit([]), `${where}: \`values\` must ${absent}; received missing values only.`],
      [() => fit([1], { weights: [0] }), `${where}: \`values\` must ${absent}; received missing values only.`],
      [
        () => fit([1], { weights: [-1] }),
        `${where}: \`weights\` must be finite numbers of at least 0; received -1 in row 0.`,
      ],
      [() => fit('12'), `${where}: \`values\` must be an array or an iterable; received '12'.`],
      [
        () => fit([1], { weight: [1] }),
        `${where}: \`options\` must be among \`weights\`, \`seed\`, \`signal\`, \`targets\`; received \`weight\`.`,
      ],
    ];
    for (const [call, message] of refused) await expectError(call, ArgumentError, message);
    await expectError(
      () => fit([1, 2], { weights: [1] }),
      ShapeError,
      `${where}: \`weights\` must have one number for each of the 2 rows; received 1 numbers.`,
    );
    await expectError(
      () => make(name).restore({ kind: 'neurite/other', version: 1 }),
      FormatError,
      `${name}.restore: \`json.kind\` must be 'neurite/${name}'; received "neurite/other".`,
    );
    const saved = make(name).fit([1, 2, 3]).toJSON() as { readonly [field: string]: Json };
    await expectError(
      () => make(name).restore({ ...saved, version: 2 }),
      FormatError,
      `${name}.restore: \`json.version\` must be 1; received 2.`,
    );
    for (const field of Object.keys(saved)) {
      expect(() => make(name).restore({ ...saved, [field]: 'broken' })).toThrow(FormatError);
    }
  });

  it.each(names.filter((name) => name !== 'binning'))('%s: the inverse undoes it', (name) => {
    const numbers = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 3, maxLength: 30 });
    fc.assert(
      fc.property(numbers, (values) => {
        const fitted = make(name).fit(values);
        const scale = Math.max(...values.map(Math.abs), 1e-3);
        fitted.invert(fitted.transform(values)).forEach((value, i) => {
          expect(Math.abs(value - values[i]!)).toBeLessThanOrEqual(1e-6 * scale);
        });
      }),
    );
  });

  it('learns from a million values far from 0 with all digits', async () => {
    const values = Float64Array.from({ length: 1e6 }, (_, i) => 1e9 + (i % 1000));
    const { mean, deviation } = standardize().fit(values).toJSON() as {
      readonly mean: number;
      readonly deviation: number;
    };
    await expectClose([mean - 1e9, deviation], [499.5, Math.sqrt((1e6 - 1) / 12)], { relative: 1e-9 });
    expect([
      ...robust()
        .fit(values)
        .transform([1e9 + 499.5, 1e9 + 999]),
    ]).toEqual([0, 499.5 / 499.5]);
    expect(
      quantile()
        .fit(values)
        .transform([1e9 + 499.5])[0],
    ).toBeCloseTo(0.5, 6);
    const { lambda } = power().fit(values.subarray(0, 1e4)).toJSON() as { readonly lambda: number };
    expect(Number.isFinite(lambda)).toBe(true);
  });

  it('refuses wrong options', async () => {
    const wrong: readonly (readonly [() => unknown, string])[] = [
      [
        () => minMax({ range: [1, 1] }),
        'minMax: `range` must be two finite numbers, the smaller one first; received [1, 1].',
      ],
      [
        () => robust({ quantiles: [0.5, 1.5] }),
        'robust: `quantiles` must be two numbers from 0 to 1, the smaller one first; received [0.5, 1.5].',
      ],
      [() => quantile({ quantiles: 1 }), 'quantile: `quantiles` must be an integer of at least 2; received 1.'],
      [() => binning({ bins: 1 }), 'binning: `bins` must be an integer of at least 2; received 1.'],
      [
        () => make('binning', { strategy: 'tree' }),
        "binning: `strategy` must be 'quantile', 'uniform' or 'kMeans'; received 'tree'.",
      ],
      [() => make('binning', { encode: 'hot' }), "binning: `encode` must be 'ordinal' or 'oneHot'; received 'hot'."],
      [
        () => make('standardize', { mean: 1 }),
        'standardize: `options` must be among `center`, `scale`; received `mean`.',
      ],
      [() => make('power', { lambda: 1 }), 'power: `options` must be among `standardize`; received `lambda`.'],
    ];
    for (const [call, message] of wrong) await expectError(call, ArgumentError, message);
  });
});
