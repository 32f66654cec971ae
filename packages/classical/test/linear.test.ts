import { ArgumentError, FormatError, ShapeError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, test } from 'vitest';
import fixture from '../../../fixtures/classical/linear.json' with { type: 'json' };
import {
  elasticNet,
  type LinearEstimator,
  type LogisticRegressionOptions,
  lasso,
  linearRegression,
  logisticRegression,
  ridgeRegression,
} from '../src/index.js';
import { momentsOf } from '../src/internal/products/moments.js';
import { Multiplier } from '../src/internal/products/multiplier.js';
import { ScoreProducts, type UseScores } from '../src/internal/products/score-products.js';
import { expectNear, table, uniforms } from './support/tables.js';

const makers = { linearRegression, ridgeRegression, lasso, elasticNet };
type Options = Parameters<typeof elasticNet>[0];

function setOf(name: string) {
  const { columns, x, y, weights } = fixture.sets[name as keyof typeof fixture.sets];
  return { x: table(x, columns), y: Float64Array.from(y), weights };
}

const titled = <Case extends { set: string; options: object; weighted: boolean }>(c: Case) => ({
  ...c,
  title: `${c.set} ${JSON.stringify(c.options)}${c.weighted ? ', weighted' : ''}`,
});

describe('linear models', () => {
  test.each(fixture.values.map(titled))('agree with scikit-learn: $kind of $title', (c) => {
    const make: (options: Options) => LinearEstimator = makers[c.kind as keyof typeof makers]; // as the fixture has it
    const { x, y, weights } = setOf(c.set);
    const model = make(c.options as Options).fit(x, y, c.weighted ? { weights } : {});
    expectNear(model.coefficients, c.coefficients, 1e-6);
    expectNear([model.intercept], [c.intercept], 1e-6);
    const first = table(fixture.sets[c.set as keyof typeof fixture.sets].x.slice(0, 10 * x.columns), x.columns);
    expectNear(model.predict(first), c.answers, 1e-7);
    const restored = make({}).restore(model.save());
    expect(restored.predict(x)).toEqual(model.predict(x));
  });

  test.each(fixture.classes.map(titled))('agree with scikit-learn: logisticRegression of $title', (c) => {
    const { x, y, weights } = setOf(c.set);
    const options = { ...(c.options as LogisticRegressionOptions), tolerance: 1e-9 };
    const model = logisticRegression(options).fit(x, y, c.weighted ? { weights } : {});
    expectNear(model.coefficients, c.coefficients, 1e-5);
    expectNear(model.intercepts, c.intercepts, 1e-4);
    const first = table(fixture.sets[c.set as keyof typeof fixture.sets].x.slice(0, 10 * x.columns), x.columns);
    expectNear(model.predictProbabilities(first), c.answers, 1e-6);
    const restored = logisticRegression().restore(model.save());
    expect(restored.predict(x)).toEqual(model.predict(x));
  });

  test('learn from a million rows, and from no penalty', () => {
    const rows = 1_000_000;
    const x = { rows, columns: 2, data: uniforms(2 * rows, 9).map((value) => 1e4 + value) };
    const y = Float64Array.from({ length: rows }, (_, row) => 3 * x.data[2 * row]! - 2 * x.data[2 * row + 1]! + 5);
    const model = linearRegression().fit(x, y);
    expectNear(model.coefficients, [3, -2], 1e-9);
    expectNear([model.intercept], [5], 1e-5);
    const labels = y.map((_, row) => (x.data[2 * row]! + ((row * 7919) % 1000) / 1000 > 1e4 + 1 ? 1 : 0));
    const small = { rows: 1000, columns: 2, data: x.data.subarray(0, 2000) };
    const free = logisticRegression({ c: Infinity }).fit(small, labels.subarray(0, 1000));
    const predicted = free.predict(small);
    expect(predicted.filter((label, row) => label === labels[row]).length).toBeGreaterThan(700);
  });

  test('find the coefficients of columns that are nearly the same', () => {
    const [first, rest] = [uniforms(200, 1), uniforms(200, 2)];
    const data = Float64Array.from({ length: 400 }, (_, i) => first[i >> 1]! + (i % 2) * 1e-5 * rest[i >> 1]!);
    const y = Float64Array.from({ length: 200 }, (_, row) => 2 * data[2 * row]! - data[2 * row + 1]!);
    expectNear(linearRegression().fit({ rows: 200, columns: 2, data }, y).coefficients, [2, -1], 1e-8);
  });

  test('have the same products in kernels and in TypeScript', () => {
    const x = table([...uniforms(301 * 7, 4)], 7);
    const y = uniforms(301, 5);
    const weights = uniforms(301, 6);
    const [fast, plain] = [false, true].map((own) => momentsOf(x, { y, weights, center: true, plain: own }));
    expectNear(fast!.gram, [...plain!.gram], 1e-12);
    const matrix = uniforms(7 * 6, 8);
    const products = [false, true].map((own) => {
      const result: number[] = [];
      new Multiplier(matrix, 7, { plain: own }).multiply(x, { start: 3, count: 290 }, ({ products, stride, rows }) => {
        for (let row = 0; row < rows; row++) result.push(...products.subarray(row * stride, row * stride + 6));
      });
      return result;
    });
    expectNear(products[0]!, products[1]!, 1e-12);
    const sums = [false, true].map((own) => {
      return [1, 5].flatMap((outputs) => {
        const products = new ScoreProducts(x, { center: true, weights, outputs, plain: own });
        // Half the sum of the squares of the scores, whose derivatives are the scores.
        const derive: UseScores = (scores, { rows, stride }) =>
          Array.from(
            { length: rows * outputs },
            (_, i) => scores[Math.floor(i / outputs) * stride + (i % outputs)]! ** 2 / 2,
          ).reduce((sum, value) => sum + value, 0);
        const { loss, gradient } = products.evaluate(uniforms(8 * outputs, 10), derive);
        return [loss, ...gradient, ...products.means, ...products.squares];
      });
    });
    expect(sums[0]).toHaveLength(2 * (1 + 7 + 8) + 8 * 6);
    expectNear(sums[0]!, sums[1]!, 1e-12);
    let expected = 0;
    for (let k = 0; k < 7; k++) expected += x.data[(3 + 200) * 7 + k]! * matrix[4 * 7 + k]!;
    expectNear([products[0]![200 * 6 + 4]!], [expected], 1e-12);
  });

  test('refuse what they cannot learn from', async () => {
    const x = table([1, 2, 3, 4], 2);
    const calls = [
      [
        () => ridgeRegression({ alpha: -1 }),
        'ridgeRegression: `alpha` must be a finite number of at least 0; received -1.',
      ],
      [
        () => elasticNet({ l1Ratio: 2 }),
        'elasticNet: `l1Ratio` must be a finite number of at least 0 and of at most 1; received 2.',
      ],
      [() => lasso({ maxIterations: 0 }), 'lasso: `maxIterations` must be an integer of at least 1; received 0.'],
      [() => logisticRegression({ c: 0 }), 'logisticRegression: `c` must be a finite number above 0; received 0.'],
      [
        () => linearRegression().fit(x, Float64Array.of(1, Number.NaN)),
        'linearRegression.fit: `y` must be finite numbers; received NaN in row 1.',
      ],
    ] as const;
    for (const [call, message] of calls) await expectError(call, ArgumentError, message);
    const model = lasso().fit(x, Float64Array.of(1, 2));
    await expectError(
      () => model.predict(table([1], 1)),
      ShapeError,
      'lasso.predict: `x` must have 2 columns, as in `fit`; received 1.',
    );
    const saved = model.save();
    await expectError(
      () => lasso().restore({ ...saved, arrays: { ...saved.arrays, intercept: new Float64Array(2) } }),
      FormatError,
      'lasso.restore: `saved` must have at least one coefficient and one intercept; received 2 and 2.',
    );
    const classes = logisticRegression().fit(x, Int32Array.of(0, 1)).save();
    await expectError(
      () =>
        logisticRegression().restore({ ...classes, arrays: { ...classes.arrays, intercepts: new Float64Array(3) } }),
      FormatError,
      'logisticRegression.restore: `saved` must have as many coefficients for each intercept; received 2 and 3.',
    );
  });
});
