import { ArgumentError, FormatError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, test } from 'vitest';
import linear from '../../../fixtures/classical/linear.json' with { type: 'json' };
import fixture from '../../../fixtures/classical/margins.json' with { type: 'json' };
import { dbscan, type LinearSvmOptions, linearSvm } from '../src/index.js';
import { expectNear, table } from './support/tables.js';

describe('linearSvm', () => {
  const named = fixture.svm.map((c) => ({
    ...c,
    title: `${c.set} ${JSON.stringify(c.options)}, weighted ${c.weighted}`,
  }));
  test.each(named)('agrees with scikit-learn: $title', (c) => {
    const { columns, x: data, y: labels, weights } = linear.sets[c.set as keyof typeof linear.sets];
    const x = table(data, columns);
    const y = Float64Array.from(labels);
    const options: LinearSvmOptions = { ...c.options, tolerance: 1e-10 };
    const model = linearSvm(options).fit(x, y, c.weighted ? { weights } : {});
    expectNear(model.coefficients, c.coefficients, 1e-4);
    const first = table(data.slice(0, 10 * columns), columns);
    expectNear(model.decide(first), c.answers, 1e-3);
    const outputs = c.answers.length / 10;
    const expected = Array.from({ length: 10 }, (_, row) => {
      const own = c.answers.slice(row * outputs, (row + 1) * outputs);
      return outputs === 1 ? Number(own[0]! > 0) : own.indexOf(Math.max(...own));
    });
    expect([...model.predict(first)]).toEqual(expected);
    expect(linearSvm().restore(model.save()).decide(x)).toEqual(model.decide(x));
  });

  test('refuses what it cannot learn from, and what is damaged', async () => {
    await expectError(
      () => linearSvm({ c: 0 }),
      ArgumentError,
      'linearSvm: `c` must be a finite number above 0; received 0.',
    );
    const saved = linearSvm()
      .fit(table([1, 2], 1), Int32Array.of(0, 1))
      .save();
    await expectError(
      () => linearSvm().restore({ ...saved, arrays: { ...saved.arrays, intercepts: new Float64Array(2) } }),
      FormatError,
      'linearSvm.restore: `saved` must have as many coefficients for each intercept; received 1 and 2.',
    );
  });
});

describe('dbscan', () => {
  const { x: data, weights } = fixture.moons;
  const x = table(data, 2);
  test.each(fixture.clusters)(
    'agrees with scikit-learn: radius $radius',
    ({ radius, minSamples, weighted, labels }) => {
      const fitted = dbscan({ radius, minSamples }).fit(x, weighted ? { weights } : {});
      expect([...fitted.labels]).toEqual(labels);
      expect(fitted.clusters).toBe(Math.max(...labels) + 1);
      const restored = dbscan().restore(fitted.save());
      expect(restored.predict(x)).toEqual(fitted.predict(x));
      // Cores are the nearest to themselves; other rows may be nearer to a core of another cluster.
      const same = fitted.predict(x).filter((label, row) => label === labels[row]).length;
      expect(same).toBeGreaterThan(0.95 * labels.length);
    },
  );

  test('refuses what it cannot learn from, and what is damaged', async () => {
    await expectError(
      () => dbscan({ radius: 0 }),
      ArgumentError,
      'dbscan: `radius` must be a finite number above 0; received 0.',
    );
    const saved = dbscan({ minSamples: 1 })
      .fit(table([1, 9], 1))
      .save();
    await expectError(
      () => dbscan().restore({ ...saved, arrays: { ...saved.arrays, coreLabels: Int32Array.of(0, 2) } }),
      FormatError,
      'dbscan.restore: `saved` must have cores with the clusters that they belong to; received 2 numbers and 2 labels.',
    );
  });
});
