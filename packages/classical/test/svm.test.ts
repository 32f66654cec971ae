import { ArgumentError, FormatError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, test } from 'vitest';
import linear from '../../../fixtures/classical/linear.json' with { type: 'json' };
import fixture from '../../../fixtures/classical/svm.json' with { type: 'json' };
import {
  calibratedClassifier,
  type RbfSvmClassifierOptions,
  type RbfSvmRegressorOptions,
  rbfSvmClassifier,
  rbfSvmRegressor,
} from '../src/index.js';
import { RbfRows } from '../src/internal/svm/rbf-rows.js';
import { RbfSums } from '../src/internal/svm/rbf-sums.js';
import { expectNear, table, uniforms } from './support/tables.js';

const setOf = (name: string) => {
  const { columns, x, y, weights } = linear.sets[name as keyof typeof linear.sets];
  return { x: table(x, columns), y: Float64Array.from(y), weights };
};
const titled = <Case extends { set: string; weighted: boolean; options: object }>(c: Case) => ({
  ...c,
  title: `${c.set} ${JSON.stringify(c.options)}, weighted ${c.weighted}`,
});

describe('rbfSvmClassifier', () => {
  test.each(fixture.classes.map(titled))('agrees with scikit-learn: $title', async (c) => {
    const { x, y, weights } = setOf(c.set);
    const learn = c.weighted ? { weights } : {};
    // JSON knows no literals.
    const options = { ...(c.options as RbfSvmClassifierOptions), tolerance: 1e-7 };
    for (const rest of [{}, { shrinking: false }, { cache: 1e-6 }]) {
      const model = await rbfSvmClassifier({ ...options, ...rest }).fit(x, y, learn);
      expectNear(model.decide(x), c.decisions, 1e-5);
      expect([...model.predict(x)]).toEqual(c.predictions);
      expect([...model.supportCounts]).toEqual(c.supportCounts);
      const restored = rbfSvmClassifier().restore(model.save());
      expect(restored.decide(x)).toEqual(model.decide(x));
    }
  });

  test.each(fixture.probabilities)('has the probabilities of scikit-learn when calibrated: $set', async (c) => {
    const { x, y } = setOf(c.set);
    const estimator = calibratedClassifier(rbfSvmClassifier({ tolerance: 1e-7 }), { folds: 4 });
    const model = await estimator.fit(x, y);
    expectNear(model.predictProbabilities(x), c.answers, 1e-3);
    expect(estimator.restore(model.save()).predictProbabilities!(x)).toEqual(model.predictProbabilities(x));
  });

  test('never predicts a class without rows, nor learns from rows of weight 0', async () => {
    const x = table([0, 1, 5, 6, 3], 1);
    const model = await rbfSvmClassifier().fit(x, Int32Array.of(0, 0, 3, 3, 1), { weights: [1, 1, 1, 1, 0] });
    expect([...model.predict(table([0, 6], 1))]).toEqual([0, 3]);
    expect(model.support.rows).toBe(4);
    const part = await rbfSvmClassifier().fit(table([0, 1, 5, 6], 1), Int32Array.of(0, 0, 3, 3));
    expect(part.decide(x)).toEqual(model.decide(x));
  });

  test('leaves rows out and takes them in again, and ends with its signal', async () => {
    const x = table([...uniforms(3000, 7)], 2);
    const y = Int32Array.from({ length: x.rows }, (_, row) =>
      Math.hypot(x.data[2 * row]! - 0.5, x.data[2 * row + 1]! - 0.5) + 0.1 * Math.sin(99 * row) > 0.35 ? 1 : 0,
    );
    const options = { c: 10, tolerance: 1e-5 };
    const plain = await rbfSvmClassifier({ ...options, shrinking: false }).fit(x, y);
    const model = await rbfSvmClassifier({ ...options, cache: 0.1 }).fit(x, y);
    expectNear(model.decide(x), [...plain.decide(x)], 1e-3);
    await expectError(
      () =>
        rbfSvmClassifier(options).fit(x, y, {
          signal: AbortSignal.abort(new ArgumentError({ where: 'x', argument: 'y', expected: 'z', received: 'w' })),
        }),
      ArgumentError,
      'x: `y` must z; received w.',
    );
  });

  test('refuses what it cannot learn from, and what is damaged', async () => {
    await expectError(
      () => rbfSvmClassifier({ gamma: 0 }),
      ArgumentError,
      'rbfSvmClassifier: `gamma` must be a finite number above 0; received 0.',
    );
    const saved = (await rbfSvmClassifier().fit(table([1, 2], 1), Int32Array.of(0, 1))).save();
    await expectError(
      () => rbfSvmClassifier().restore({ ...saved, arrays: { ...saved.arrays, intercepts: new Float64Array(2) } }),
      FormatError,
      'rbfSvmClassifier.restore: `saved` must have support vectors of 1 columns with coefficients, and an intercept for each pair of classes; received 2 numbers, 2 coefficients and 2 intercepts.',
    );
  });
});

describe('rbfSvmRegressor', () => {
  test.each(fixture.values.map(titled))('agrees with scikit-learn: $title', async (c) => {
    const { x, y, weights } = setOf(c.set);
    const options: RbfSvmRegressorOptions = { ...(c.options as RbfSvmRegressorOptions), tolerance: 1e-7 };
    for (const rest of [{}, { shrinking: false }]) {
      const model = await rbfSvmRegressor({ ...options, ...rest }).fit(x, y, c.weighted ? { weights } : {});
      expectNear(model.predict(x), c.predictions, 1e-5);
      expect(rbfSvmRegressor().restore(model.save()).predict(x)).toEqual(model.predict(x));
    }
  });

  test('predicts a constant where all values are near enough, and refuses what is damaged', async () => {
    const model = await rbfSvmRegressor({ epsilon: 1 }).fit(table([1, 2, 3], 1), Float64Array.of(5, 5.5, 6));
    expectNear(model.predict(table([9], 1)), [5.5]);
    const saved = model.save();
    await expectError(
      () => rbfSvmRegressor().restore({ ...saved, arrays: { ...saved.arrays, support: new Float64Array(2) } }),
      FormatError,
      'rbfSvmRegressor.restore: `saved` must have support vectors of 1 columns with a coefficient each; received 2 numbers and 0 coefficients.',
    );
  });
});

describe('kernels of rows', () => {
  test('are the same in TypeScript and in WebAssembly', () => {
    const x = table([...uniforms(301 * 5, 3).map((value) => 8 * value)], 5);
    const rows = Array.from({ length: 299 }, (_, i) => (i * 7) % 301);
    const given = { gamma: 0.3, bytes: 1e6 };
    const own = new RbfRows(x, rows, given);
    const plain = new RbfRows(x, rows, { ...given, plain: true });
    for (const i of [0, 5, 298]) {
      expectNear(own.row(i), [...plain.row(i)], 1e-6);
      const distance = (j: number) =>
        [0, 1, 2, 3, 4].reduce((sum, k) => sum + (x.data[rows[i]! * 5 + k]! - x.data[rows[j]! * 5 + k]!) ** 2, 0);
      expectNear(
        own.row(i),
        rows.map((_, j) => Math.exp(-0.3 * distance(j))),
        1e-6,
      );
    }
    const sums = [{ start: 0, end: 301, terms: [{ output: 0, coefficients: uniforms(301, 9) }] }];
    const [fast, slow] = [false, true].map((chosen) => {
      const scores = new Float64Array(301);
      new RbfSums(x, { gamma: 0.3, sums, plain: chosen }).add(x, 1, scores);
      return scores;
    });
    expectNear(fast!, [...slow!], 1e-12);
    // Far away, a kernel is 0.
    const far = new Float64Array(1);
    new RbfSums(x, { gamma: 1, sums }).add(table([1e4, 0, 0, 0, 0], 5), 1, far);
    expectNear(far, [0], 1e-300);
  });
});
