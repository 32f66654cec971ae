import { ArgumentError, type FittedEstimator, FormatError, type Table } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, test } from 'vitest';
import fixture from '../../../fixtures/classical/inspection.json' with { type: 'json' };
import linear from '../../../fixtures/classical/linear.json' with { type: 'json' };
import {
  accuracyScore,
  calibratedClassifier,
  decisionTreeRegressor,
  gaussianNaiveBayes,
  gradientBoostingClassifier,
  gradientBoostingRegressor,
  linearRegression,
  partialDependence,
  permutationImportance,
  r2Score,
  randomForestClassifier,
  treeShap,
} from '../src/index.js';
import { readTrees } from '../src/internal/inspection/read-trees.js';
import { expectNear, table, uniforms } from './support/tables.js';

const diabetes = table(linear.sets.diabetes.x, linear.sets.diabetes.columns);
const progress = Float64Array.from(linear.sets.diabetes.y);

describe('permutationImportance', () => {
  test('is what a score loses without a column: of a linear model, twice the variance of its part', () => {
    const rows = 20_000;
    const x = { rows, columns: 3, data: uniforms(3 * rows, 4) };
    const y = Float64Array.from({ length: rows }, (_, row) => 3 * x.data[3 * row]! + x.data[3 * row + 1]!);
    const model = linearRegression().fit(x, y);
    const found = permutationImportance(model, { x, y }, { score: r2Score, repeats: 3 });
    expectNear([found.score], [1]);
    for (const [column, expected] of [(2 * 9) / 10, 2 / 10, 0].entries()) {
      expect(Math.abs(found.means[column]! - expected)).toBeLessThan(0.03);
      expect(found.deviations[column]).toBeLessThan(0.03);
    }
    const again = permutationImportance(model, { x, y }, { score: r2Score, repeats: 3 });
    expect(again).toEqual(found);
    expect(permutationImportance(model, { x, y }, { score: r2Score, seed: 1, repeats: 3 })).not.toEqual(found);
  });

  test('refuses no repeats', async () => {
    const x = table([1, 2], 1);
    const model = gaussianNaiveBayes().fit(x, Int32Array.of(0, 1));
    await expectError(
      () => permutationImportance(model, { x, y: Int32Array.of(0, 1) }, { score: accuracyScore, repeats: 0 }),
      ArgumentError,
      'permutationImportance: `repeats` must be an integer of at least 1; received 0.',
    );
  });
});

describe('partialDependence', () => {
  test.each(fixture.dependence)(
    'agrees with scikit-learn: columns $columns',
    async ({ columns, points, grid, means }) => {
      const model = await gradientBoostingRegressor({ iterations: 10 }).fit(diabetes, progress);
      const [first = 0, second] = columns;
      const found = partialDependence(model, diabetes, {
        columns: second === undefined ? [first] : [first, second],
        points,
      });
      for (const [k, values] of grid.entries()) expectNear(found.grid[k]!, values);
      expectNear(found.means, means, 1e-6);
    },
  );

  test('predicts the probability of a class, and refuses what is not there', async () => {
    const x = { ...table([1, 2, 5, 6], 1), names: ['age'] };
    const model = gaussianNaiveBayes().fit(x, Int32Array.of(0, 0, 1, 1));
    const own = partialDependence(model, x, { columns: ['age'], label: 0 }).means;
    expectNear(
      own,
      [...model.predictProbabilities(x)].filter((_, i) => i % 2 === 0),
    );
    await expectError(
      () => partialDependence(model, x, { columns: ['size'] }),
      ArgumentError,
      'partialDependence: `columns` must have names of columns, or indices below 1; received size.',
    );
    await expectError(
      () => partialDependence(model, x, { columns: ['age'], label: 2 }),
      ArgumentError,
      'partialDependence: `label` must be an integer of at most 1; received 2.',
    );
  });
});

describe('treeShap', () => {
  /** By the definition: the mean over all orders of the columns. */
  function shapley(model: FittedEstimator, x: Table, label: number): number[] {
    const trees = readTrees(model.save())!.of(label);
    const expected = (node: number, known: number, row: number): number => {
      const feature = trees.features[node]!;
      if (feature < 0) return trees.value(node);
      const [left, right] = [trees.lefts[node]!, trees.right(node)];
      if ((known >> feature) & 1) {
        return expected(trees.goesLeft(node, x.data[row * x.columns + feature]!) ? left : right, known, row);
      }
      const share = trees.covers[left]! / trees.covers[node]!;
      return share * expected(left, known, row) + (1 - share) * expected(right, known, row);
    };
    const value = (known: number, row: number): number =>
      trees.roots.reduce((sum, root) => sum + trees.factor * expected(root, known, row), trees.base);
    const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
    const bits = (set: number): number => set.toString(2).replaceAll('0', '').length;
    return Array.from({ length: x.rows * x.columns }, (_, i) => {
      const row = Math.floor(i / x.columns);
      const own = 1 << (i % x.columns);
      let sum = 0;
      for (let known = 0; known < 1 << x.columns; known++) {
        if (known & own) continue;
        const size = bits(known);
        const share = (factorial(size) * factorial(x.columns - size - 1)) / factorial(x.columns);
        sum += share * (value(known | own, row) - value(known, row));
      }
      return sum;
    });
  }

  const rows = 120;
  const data = uniforms(rows * 4, 6);
  const x = { rows, columns: 4, data };
  const y = Float64Array.from({ length: rows }, (_, row) => data[4 * row]! * data[4 * row + 1]! + data[4 * row + 2]!);
  const labels = y.map((value) => (value > 0.9 ? 2 : value > 0.6 ? 1 : 0));
  const some = { rows: 5, columns: 4, data: data.slice(0, 20) };
  const holes = {
    rows,
    columns: 4,
    data: data.map((value, i) => (i % 7 === 0 ? Number.NaN : i % 4 === 3 ? Math.floor(6 * value) : value)),
  };

  test('has the Shapley values of the definition, which add up to the prediction', async () => {
    const forest = await randomForestClassifier({ trees: 5 }).fit(x, labels);
    const boosted = await gradientBoostingRegressor({ iterations: 8, minSamplesLeaf: 5, categorical: [3] }).fit(
      holes,
      y,
    );
    const classes = await gradientBoostingClassifier({ iterations: 4, minSamplesLeaf: 5 }).fit(x, labels);
    const two = await gradientBoostingClassifier({ iterations: 4, minSamplesLeaf: 5 }).fit(
      x,
      labels.map((label) => Math.min(label, 1)),
    );
    const cases: [FittedEstimator, Table, number][] = [
      [decisionTreeRegressor().fit(x, y), some, 1],
      [forest, some, 2],
      [boosted, { ...some, data: holes.data.slice(0, 20) }, 1],
      [classes, some, 0],
      [two, some, 1],
      [two, some, 0],
    ];
    for (const [model, unseen, label] of cases) {
      const { values, base } = treeShap(model, unseen, { label });
      expectNear(values, shapley(model, unseen, label), 1e-9);
      const p = model.predictProbabilities?.(unseen);
      for (let row = 0; row < 5; row++) {
        const sum = values.subarray(4 * row, 4 * row + 4).reduce((all, value) => all + value, base);
        if (p === undefined) expectNear([sum], [model.predict(unseen)[row]!]);
        else if (model === forest) expectNear([sum], [p[row * 3 + label]!]);
        else if (model === two) expectNear([sum], [Math.log(p[row * 2 + label]! / p[row * 2 + 1 - label]!)]);
      }
    }
  });

  test('refuses other models and classes', async () => {
    const bayes = gaussianNaiveBayes().fit(x, labels);
    await expectError(
      () => treeShap(bayes, x),
      ArgumentError,
      'treeShap: `model` must be trees, a forest or gradient boosting of this package; received gaussianNaiveBayes.',
    );
    const forest = await randomForestClassifier({ trees: 1 }).fit(x, labels);
    await expectError(
      () => treeShap(forest, x, { label: 3 }),
      ArgumentError,
      'treeShap: `label` must be an integer of at most 2; received 3.',
    );
  });
});

describe('calibratedClassifier', () => {
  const { x: data, y: labels, weights, cases } = fixture.calibration;
  test.each(cases)(
    'agrees with scikit-learn: $method, $classes classes',
    async ({ classes, method, weighted, answers }) => {
      const rows = Array.from(labels.keys()).filter((row) => labels[row]! < classes);
      const x = table(
        rows.flatMap((row) => data.slice(4 * row, 4 * row + 4)),
        4,
      );
      const y = Int32Array.from(rows, (row) => labels[row]!);
      const own = method === 'sigmoid' ? 'sigmoid' : 'isotonic';
      // scikit-learn's smoothing takes the variance without weights.
      const estimator = calibratedClassifier(gaussianNaiveBayes(), { method: own, folds: 4 });
      const model = await estimator.fit(x, y, weighted ? { weights: rows.map((row) => weights[row]!) } : {});
      const unseen = table(data.slice(0, 48), 4);
      expectNear(model.predictProbabilities(unseen), answers, own === 'sigmoid' ? 1e-4 : 1e-6);
      const restored = estimator.restore(model.save());
      expect(restored.predictProbabilities!(unseen)).toEqual(model.predictProbabilities(unseen));
      expect(restored.predict(unseen)).toEqual(model.predict(unseen));
    },
  );

  test('refuses models without probabilities, and what is damaged', async () => {
    const x = table([1, 2, 3, 4], 1);
    const y = Int32Array.of(0, 1, 0, 1);
    await expectError(
      () => calibratedClassifier(linearRegression(), { folds: 2 }).fit(x, y),
      ArgumentError,
      'calibratedClassifier.fit: `estimator` must learn models that have probabilities, or scores by `decide`; received linearRegression.',
    );
    const estimator = calibratedClassifier(gaussianNaiveBayes(), { folds: 2 });
    const saved = (await estimator.fit(x, y)).save();
    await expectError(
      () => estimator.restore({ ...saved, json: { ...saved.json, classes: 3 } }),
      FormatError,
      'calibratedClassifier.restore: `saved` must have a method, and a curve for each class; received 1 curves for 3 classes.',
    );
  });
});
