import { ArgumentError, FormatError, ShapeError, type Table } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, test } from 'vitest';
import cases from '../../../fixtures/classical/naive-bayes.json' with { type: 'json' };
import { gaussianNaiveBayes } from '../src/index.js';
import { expectNear, table } from './support/tables.js';

describe('gaussianNaiveBayes', () => {
  test.each(cases)('has the moments and predictions of scikit-learn, smoothing $smoothing', (c) => {
    const estimator = gaussianNaiveBayes({ smoothing: c.smoothing });
    const model = estimator.fit(table(c.x, c.columns), Int32Array.from(c.y), { weights: c.weights });
    const unseen = table(c.unseen, c.columns);
    expectNear(model.means, c.means);
    expectNear(model.variances, c.variances);
    expectNear(model.predictProbabilities(unseen), c.probabilities);
    expect([...model.predict(unseen)]).toEqual(c.classes);
    const restored = gaussianNaiveBayes().restore(model.save());
    expect(restored.predictProbabilities(unseen)).toEqual(model.predictProbabilities(unseen));
  });

  test('predicts no class that it has never seen', () => {
    const model = gaussianNaiveBayes().fit(table([1, 1.2, 5, 5.2], 1), Int32Array.of(0, 0, 2, 2));
    expect([...model.predict(table([1, 3, 6], 1))]).toEqual([0, 0, 2]);
    expect(model.predictProbabilities(table([3], 1))[1]).toBe(0);
  });

  test('names what it cannot learn from', async () => {
    const fit = (x: Table, y: Int32Array | Float64Array, weights?: number[]) => () =>
      gaussianNaiveBayes().fit(x, y, { weights });
    const x = table([1, 2, 3, 4], 2);
    await expectError(
      fit({ ...x, names: ['age', 'mass'], data: Float64Array.of(1, 2, 3, Number.NaN) }, Int32Array.of(0, 1)),
      ArgumentError,
      'gaussianNaiveBayes.fit: `x` must have finite values; received NaN in row 1, column 1 (mass).',
    );
    await expectError(
      fit(x, Int32Array.of(0, 1, 1)),
      ShapeError,
      'gaussianNaiveBayes.fit: `y` must have one value for each of 2 rows; received 3.',
    );
    await expectError(
      fit(x, Float64Array.of(0, 0.5)),
      ArgumentError,
      'gaussianNaiveBayes.fit: `y` must be indices of classes, integers of at least 0; received 0.5 in row 1.',
    );
    await expectError(
      fit(x, Int32Array.of(0, 1), [0, 0]),
      ArgumentError,
      'gaussianNaiveBayes.fit: `weights` must be finite numbers of at least 0, and not all 0; received nothing but 0.',
    );
    await expectError(
      () =>
        gaussianNaiveBayes()
          .fit(x, Int32Array.of(0, 1))
          .predict(table([1, 2, 3], 3)),
      ShapeError,
      'gaussianNaiveBayes.predict: `x` must have 2 columns, as in `fit`; received 3.',
    );
  });

  test('refuses what another one saved', async () => {
    const saved = gaussianNaiveBayes()
      .fit(table([1, 2], 1), Int32Array.of(0, 1))
      .save();
    const restore = (change: Partial<typeof saved>) => () => gaussianNaiveBayes().restore({ ...saved, ...change });
    await expectError(
      restore({ json: { kind: 'ridge', version: 1 } }),
      FormatError,
      'gaussianNaiveBayes.restore: `saved` must be a saved gaussianNaiveBayes; received one of "ridge".',
    );
    await expectError(
      restore({ json: { kind: 'gaussianNaiveBayes', version: 2 } }),
      FormatError,
      'gaussianNaiveBayes.restore: `saved` must have a version of at most 1; received 2.',
    );
    await expectError(
      restore({ arrays: {} }),
      FormatError,
      'gaussianNaiveBayes.restore: `saved` must have the typed array priors; received none.',
    );
  });
});
