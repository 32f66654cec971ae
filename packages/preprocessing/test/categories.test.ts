import { ArgumentError, FormatError, type Json, ShapeError } from '@neurite/core';
import { expectClose, expectError } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import fixture from '../../../fixtures/preprocessing/categories.json' with { type: 'json' };
import {
  type ColumnTransformer,
  dateParts,
  hashing,
  impute,
  imputeCategories,
  oneHot,
  ordinal,
  type TargetOptions,
  target,
} from '../src/index.js';

const transformers = { oneHot, ordinal, target, hashing, impute, dateParts };
const encoders = ['oneHot', 'ordinal', 'target', 'hashing'] as const;

/** The values of a case are those of its transformer. */
function make(name: string, options: object = {}): ColumnTransformer<unknown> {
  return transformers[name as keyof typeof transformers](options) as ColumnTransformer<unknown>;
}

describe('encoders, imputation and parts of dates', () => {
  it.each(fixture.cases.map((each, i) => [`${i}. ${each.transformer} ${JSON.stringify(each.options)}`, each] as const))(
    '%s: the numbers of the reference',
    async (_, each) => {
      const { transformer, options, values, others, transformed, targets } = each;
      const tolerance = { relative: 1e-12, absolute: 1e-12 };
      const fitted = make(transformer, options).fit(values, { targets });
      const result = fitted.transform(others);
      await expectClose(
        result,
        transformed.map((value) => value ?? Number.NaN),
        tolerance,
      );
      expect(result.length).toBe(others.length * fitted.outputs.length);
      const restored = make(transformer).restore(JSON.parse(JSON.stringify(fitted.toJSON())) as Json);
      expect(restored.transform(others)).toEqual(result);
      expect(restored.outputs).toEqual(fitted.outputs);
      if (each.crossed !== undefined) {
        const { foldOfRow } = each;
        const crossed = target(options as TargetOptions).fitTransform(values as string[], { targets, foldOfRow }); // texts and null
        await expectClose(crossed.transformed, each.crossed, tolerance);
        expect(crossed.fitted.toJSON()).toEqual(fitted.toJSON());
      }
      const saved = fitted.toJSON() as { readonly [field: string]: Json };
      for (const field of Object.keys(saved)) {
        expect(() => make(transformer).restore({ ...saved, [field]: { broken: true } })).toThrow(FormatError);
      }
    },
  );

  it('gives the categories back', () => {
    const values = ['b', null, 10, true, '', 'a', 9, false, Number.NaN, undefined];
    const back = ['b', null, 10, true, null, 'a', 9, false, null, null];
    for (const encoder of [oneHot(), ordinal(), oneHot({ drop: 'first' })]) {
      const fitted = encoder.fit(values);
      expect(fitted.invert(fitted.transform(values))).toEqual(back);
    }
    expect(oneHot().fit(values).outputs).toEqual(['9', '10', 'a', 'b', 'false', 'true', 'missing']);
    // Probabilities have an inverse, too.
    expect(oneHot().fit(['a', 'b']).invert([0.2, 0.8, 0.6, 0.4])).toEqual(['b', 'a']);
    const own = oneHot({ unseen: 'own' }).fit(['a']);
    expect(own.outputs).toEqual(['a', 'unseen']);
    expect([...own.transform(['b', 'a'])]).toEqual([0, 1, 1, 0]);
    expect(own.invert([0, 1])).toEqual([null]);
  });

  it('counts rows by their weights', () => {
    expect(oneHot().fit(['a', 'b'], { weights: [1, 0] }).categories).toEqual(['a']);
    expect(
      imputeCategories()
        .fit(['a', 'b', 'b'], { weights: [3, 1, 1] })
        .transform([null]),
    ).toEqual(['a']);
    expect(
      impute({ strategy: 'mostFrequent' })
        .fit([5, 2, 2], { weights: [3, 1, 1] })
        .transform([null])[0],
    ).toBe(5);
    expect(
      impute()
        .fit([1, 4, null], { weights: [2, 1, 9] })
        .transform([Number.NaN])[0],
    ).toBe(2);
    const weighted = target().fit(['a', 'b', 'a'], { targets: [1, 2, 4], weights: [2, 1, 1] });
    const repeated = target().fit(['a', 'b', 'a', 'a'], { targets: [1, 2, 4, 1] });
    expect(weighted.transform(['a'])[0]).toBeCloseTo(repeated.transform(['a'])[0]!, 14);
  });

  it('never tells a row its own target', () => {
    const rows = 50;
    const values = Array.from({ length: rows }, (_, i) => 'abc'[i % 3]!);
    const targets = Array.from({ length: rows }, (_, i) => Math.sin(i));
    const options = { targets, seed: 4 };
    const { transformed } = target().fitTransform(values, options);
    expect(target().fitTransform(values, options).transformed).toEqual(transformed);
    expect(target().fitTransform(values, { targets, seed: 5 }).transformed).not.toEqual(transformed);
    for (const row of [0, 17, 49]) {
      const changed = targets.map((value, i) => (i === row ? 1e6 : value));
      expect(target().fitTransform(values, { targets: changed, seed: 4 }).transformed[row]).toBe(transformed[row]);
    }
  });

  it('puts in categories, and takes out what an indicator marks', () => {
    const fitted = impute({ indicator: true }).fit([1, null, 3]);
    expect(fitted.outputs).toEqual(['', 'missing']);
    expect([...fitted.invert(fitted.transform([5, null]))]).toEqual([5, Number.NaN]);
    expect([...impute({ strategy: 'constant', value: -1 }).fit([]).transform([null, 2n])]).toEqual([-1, 2]);
    const constant = imputeCategories({ strategy: 'constant', value: 'none' }).fit([]);
    expect(imputeCategories().restore(constant.toJSON()).transform(['', 'a', Number.NaN])).toEqual([
      'none',
      'a',
      'none',
    ]);
  });

  it('reads dates in UTC, whatever they are', () => {
    const fitted = dateParts({ parts: ['hour', 'second'] }).fit([]);
    const same = ['2024-02-29T23:30:15Z', '2024-02-29T23:30:15', '2024-02-29 23:30:15', '2024-03-01T01:30:15+02:00'];
    const values = [...same, new Date(same[0]!), Date.parse(same[0]!)];
    expect([...fitted.transform(values)]).toEqual(values.flatMap(() => [23, 15]));
    expect([...fitted.transform([null, undefined, '', Number.NaN])]).toEqual(new Array(8).fill(Number.NaN));
  });

  it.each(encoders)('%s: refuses what is no category', async (name) => {
    const fitted = make(name).fit(['a', 'b'], { targets: [1, 2] });
    const expected = "be strings, booleans or numbers up to 2⁵³ - 1; null, undefined, NaN and '' are missing";
    const advice = 'Make strings of larger integers, from which digits are lost as numbers.';
    for (const [value, received] of [
      [2 ** 53, '9007199254740992'],
      [1n, '1'],
      [{ a: 1 }, 'an object with a'],
      [Number.POSITIVE_INFINITY, 'Infinity'],
    ] as const) {
      await expectError(
        () => fitted.transform(['a', value]),
        ArgumentError,
        `${name}.transform: \`values\` must ${expected}; received ${received} in row 1. ${advice}`,
      );
      expect(() => make(name).fit([value], { targets: [1] })).toThrow(`${name}.fit: \`values\` must ${expected}`);
    }
  });

  it('refuses unseen categories, wrong targets and wrong options', async () => {
    const advice = "`unseen: 'ignore'` or `unseen: 'own'` takes others.";
    const refused: readonly (readonly [() => unknown, string])[] = [
      [
        () => oneHot().fit(['a']).transform(['a', 'b']),
        `oneHot.transform: \`values\` must be categories that it has learned; received 'b' in row 1. ${advice}`,
      ],
      [
        () => oneHot().fit(['a']).transform([null]),
        `oneHot.transform: \`values\` must be categories that it has learned; received a missing one in row 0. ${advice}`,
      ],
      [
        () => ordinal().fit(['a']).transform(['b']),
        `ordinal.transform: \`values\` must be categories that it has learned; received 'b' in row 0. ${advice}`,
      ],
      [
        () => ordinal({ categories: ['a'] }).fit(['a', 'b']),
        "ordinal.fit: `values` must be among the categories that were declared; received 'b' in row 1.",
      ],
      [
        () => oneHot({ categories: ['a', 'a'] }),
        "oneHot: `categories` must be at least one, each different and none missing; received ['a', 'a'].",
      ],
      [
        () => make('oneHot', { unseen: 'drop' }),
        "oneHot: `unseen` must be 'error', 'ignore' or 'own'; received 'drop'.",
      ],
      [() => make('oneHot', { drop: 'last' }), "oneHot: `drop` must be 'none', 'first' or 'binary'; received 'last'."],
      [() => hashing({ features: 0 }), 'hashing: `features` must be an integer from 1 to 2147483647; received 0.'],
      [() => target().fit(['a']), 'target.fit: `targets` must be a finite number for each row; received none.'],
      [
        () => target().fit(['a'], { targets: [Number.NaN] }),
        'target.fit: `targets` must be a finite number for each row; received NaN in row 0.',
      ],
      [() => target({ smooth: -1 }), "target: `smooth` must be a finite number of at least 0 or 'auto'; received -1."],
      [() => target({ folds: 1 }), 'target: `folds` must be an integer of at least 2; received 1.'],
      [
        () => target().fitTransform(['a', 'b'], { targets: [1, 2], foldOfRow: [0, 0] }),
        'target.fitTransform: `values` must have at least one that is present and has a weight above 0; received all rows in one fold.',
      ],
      [
        () => impute().fit([null]),
        'impute.fit: `values` must have at least one that is present and has a weight above 0; received missing values only.',
      ],
      [
        () => imputeCategories().fit([]),
        'imputeCategories.fit: `values` must have at least one that is present and has a weight above 0; received missing values only.',
      ],
      [
        () => dateParts().fit([]).transform(['tomorrow']),
        "dateParts.transform: `values` must be dates, milliseconds since 1970, or text such as 2024-02-29 or 2024-02-29T13:45:00Z; received 'tomorrow' in row 0.",
      ],
    ];
    for (const [call, message] of refused) await expectError(call, ArgumentError, message);
    await expectError(
      () => oneHot().fit(['a', 'b']).invert([1]),
      ShapeError,
      'oneHot.invert: `values` must have 2 numbers for each row; received 1 numbers.',
    );
    await expectError(
      () => target().fitTransform(['a', 'b'], { targets: [1, 2], foldOfRow: [0] }),
      ShapeError,
      'target.fitTransform: `foldOfRow` must have one integer for each of the 2 rows; received 1 integers.',
    );
  });
});
