import { ArgumentError, FormatError, NumericError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, test } from 'vitest';
import fixture from '../../../fixtures/classical/densities.json' with { type: 'json' };
import { gaussianMixture, isolationForest } from '../src/index.js';
import { expectNear, table } from './support/tables.js';

const x = table(fixture.x, 3);
const some = table(
  fixture.x.filter((_, i) => Math.floor(i / 3) % 15 === 0),
  3,
);

describe('gaussianMixture', () => {
  test.each(fixture.mixtures)('agrees with scikit-learn after $maxIterations iterations', (c) => {
    const { maxIterations, initial } = c;
    const model = gaussianMixture({ components: 3, tolerance: 1e-10, maxIterations, initial }).fit(x);
    const tolerance = maxIterations === 1 ? 1e-9 : 1e-4;
    expectNear(model.weights, c.weights, tolerance);
    expectNear(model.means, c.means, tolerance);
    expectNear(model.covariances, c.covariances, tolerance);
    expectNear(model.predictProbabilities(some), c.probabilities, tolerance);
    expectNear(model.logDensities(some), c.logDensities, tolerance);
    const restored = gaussianMixture().restore(model.save());
    expect(restored.predict(x)).toEqual(model.predict(x));
    expect(restored.iterations).toBe(model.iterations);
  });

  test('begins with clusters, and counts a row of weight 2 as two', () => {
    const twice = table([...fixture.x, ...fixture.x.slice(0, 150)], 3);
    const weights = Array.from({ length: 150 }, (_, row) => (row < 50 ? 2 : 1));
    const initial = fixture.mixtures[0]!.initial;
    const own = gaussianMixture({ components: 3, initial }).fit(x, { weights });
    expectNear(own.covariances, [...gaussianMixture({ components: 3, initial }).fit(twice).covariances], 1e-9);
    const free = gaussianMixture({ components: 2 }).fit(x, { seed: 1 });
    expect(free.weights.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const one = gaussianMixture().fit(x);
    expect(mean(free.logDensities(x))).toBeGreaterThan(mean(one.logDensities(x)));
  });

  test('refuses what it cannot learn from, and what is damaged', async () => {
    const initial = { weights: [1], means: [0], covariances: [1] };
    await expectError(
      () => gaussianMixture({ initial }).fit(x),
      ArgumentError,
      'gaussianMixture.fit: `initial` must have 1, 3, 9 weights, means and covariances; received 1, 1, 1.',
    );
    await expectError(
      () => gaussianMixture({ regularization: 0 }).fit(table([0, 0, 0], 1)),
      NumericError,
      'gaussianMixture.fit: the covariance of a component is not positive definite. Use fewer components or a larger `regularization`.',
    );
    const saved = gaussianMixture().fit(x).save();
    await expectError(
      () => gaussianMixture().restore({ ...saved, arrays: { ...saved.arrays, means: new Float64Array(2) } }),
      FormatError,
      'gaussianMixture.restore: `saved` must have means and covariances of 1 components; received 2 and 9 numbers.',
    );
  });
});

describe('isolationForest', () => {
  test('scores as in scikit-learn', () => {
    const all = Array.from({ length: 8 }, (_, seed) => isolationForest({ samples: 100 }).fit(x, { seed }).scores(x));
    const { means, spread } = fixture.isolation;
    for (const [row, mean] of means.entries()) {
      const own = all.reduce((sum, scores) => sum + scores[row]!, 0) / all.length;
      expect(Math.abs(own - mean)).toBeLessThan(2.5 * spread[row]! + 0.003);
    }
    const model = isolationForest({ contamination: 0.1 }).fit(x, { seed: 2 });
    expect(model.predict(x).filter((label) => label === 1)).toHaveLength(15);
    expect(isolationForest({ contamination: 0.1 }).fit(x, { seed: 2 }).scores(x)).toEqual(model.scores(x));
    const restored = isolationForest().restore(model.save());
    expect(restored.predict(x)).toEqual(model.predict(x));
  });

  test('leaves rows of weight 0 out, and refuses what it cannot learn from', async () => {
    const weights = Array.from({ length: 150 }, (_, row) => (row < 140 ? 1 : 0));
    const part = isolationForest().fit(table(fixture.x.slice(0, 420), 3));
    expect(isolationForest().fit(x, { weights }).scores(x)).toEqual(part.scores(x));
    await expectError(
      () => isolationForest().fit(table([1], 1)),
      ArgumentError,
      'isolationForest.fit: `x` must have at least 2 rows with a weight above 0; received 1.',
    );
    const saved = part.save();
    await expectError(
      () => isolationForest().restore({ ...saved, json: { ...saved.json, threshold: null } }),
      FormatError,
      'isolationForest.restore: `saved` must have a threshold; received null.',
    );
  });
});
