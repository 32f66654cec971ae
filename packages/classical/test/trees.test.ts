import { ArgumentError, FormatError, ShapeError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, test } from 'vitest';
import forests from '../../../fixtures/classical/forests.json' with { type: 'json' };
import cases from '../../../fixtures/classical/trees.json' with { type: 'json' };
import missing from '../../../fixtures/classical/trees-missing.json' with { type: 'json' };
import {
  decisionTreeClassifier,
  decisionTreeRegressor,
  extraTreesClassifier,
  extraTreesRegressor,
  randomForestClassifier,
  randomForestRegressor,
  type TreeClassifierOptions,
  treeShap,
} from '../src/index.js';
import { expectNear, table, uniforms } from './support/tables.js';

describe('decision trees', () => {
  const named = cases.map((c) => ({
    ...c,
    title: `${c.classifies ? 'classes' : 'values'} ${JSON.stringify(c.options)}`,
  }));
  test.each(named)('agree with scikit-learn: $title', (c) => {
    const options = c.options as TreeClassifierOptions; // JSON knows no literals
    const x = table(c.x, c.columns);
    const unseen = table(c.unseen, c.columns);
    const y = Float64Array.from(c.y);
    const { weights } = c;
    if (c.classifies) {
      const model = decisionTreeClassifier(options).fit(x, y, { weights });
      expectNear(model.predictProbabilities(unseen), c.answers);
      expectNear(model.importances, c.importances);
      expect(model.leaves).toBe(c.leaves);
      const restored = decisionTreeClassifier().restore(model.save());
      expect(restored.predictProbabilities(unseen)).toEqual(model.predictProbabilities(unseen));
      expect(restored.importances).toEqual(model.importances);
    } else {
      const model = decisionTreeRegressor(options).fit(x, y, { weights });
      expectNear(model.predict(unseen), c.answers);
      expectNear(model.importances, c.importances);
      expect(model.leaves).toBe(c.leaves);
      expect(decisionTreeRegressor().restore(model.save()).predict(unseen)).toEqual(model.predict(unseen));
    }
  });

  test('split many rows and values, and targets with a large mean or a small scale', () => {
    const rows = 100_000;
    const x = { rows, columns: 1, data: Float64Array.from({ length: rows }, (_, i) => (i * 7919) % rows) };
    for (const [mean, scale] of [
      [1e9, 1],
      [0, 1e-12],
    ] as const) {
      const y = Float64Array.from(x.data, (value) => mean + scale * Math.floor(value / 10_000));
      const model = decisionTreeRegressor().fit(x, y);
      expect(model.leaves).toBe(10);
      const answers = model.predict(x);
      expect(answers.every((value, row) => Math.abs(value - y[row]!) <= 1e-6 * scale)).toBe(true);
    }
  });

  test('have thresholds between neighboring numbers', () => {
    const next = 1 + Number.EPSILON;
    const x = table([1, next, -Number.MAX_VALUE, Number.MAX_VALUE], 1);
    const model = decisionTreeClassifier().fit(x, Int32Array.of(0, 1, 2, 3));
    expect([...model.predict(x)]).toEqual([0, 1, 2, 3]);
  });

  test('keep one leaf where nothing can be split', () => {
    const model = decisionTreeRegressor().fit(table([2, 2, 2], 1), Float64Array.of(1, 2, 6));
    expect(model.leaves).toBe(1);
    expectNear(model.predict(table([5], 1)), [3]);
    expect([...model.importances]).toEqual([0]);
  });
});

describe('trees of rows with missing values', () => {
  const named = missing.trees.map((c) => ({
    ...c,
    title: `${c.classifies ? 'classes' : 'values'} ${JSON.stringify(c.options)}`,
  }));
  test.each(named)('agree with scikit-learn: $title', (c) => {
    const options = c.options as TreeClassifierOptions; // JSON knows no literals
    const x = table(c.x, 5);
    const unseen = table(c.unseen, 5);
    const y = Float64Array.from(c.y);
    const { weights } = c;
    if (c.classifies) {
      const model = decisionTreeClassifier(options).fit(x, y, { weights });
      expectNear(model.predictProbabilities(unseen), c.answers);
      expectNear(model.importances, c.importances);
      const restored = decisionTreeClassifier().restore(model.save());
      expect(restored.predictProbabilities(unseen)).toEqual(model.predictProbabilities(unseen));
    } else {
      const model = decisionTreeRegressor(options).fit(x, y, { weights });
      expectNear(model.predict(unseen), c.answers);
      expectNear(model.importances, c.importances);
      // The parts of the columns and the mean are the prediction, also of rows with missing values.
      const { values, base } = treeShap(model, unseen);
      const sums = Array.from({ length: unseen.rows }, (_, row) =>
        values.subarray(5 * row, 5 * row + 5).reduce((sum, value) => sum + value, base),
      );
      expectNear(sums, [...model.predict(unseen)]);
    }
  });

  const makers = { randomForestClassifier, extraTreesClassifier, randomForestRegressor, extraTreesRegressor };
  test.each(missing.forests)('score in forests as in scikit-learn: $name, classes $classifies', async (c) => {
    const make = makers[`${c.name}${c.classifies ? 'Classifier' : 'Regressor'}` as keyof typeof makers]; // as the fixture has it
    const x = table(c.x.slice(0, 140 * 5), 5);
    const unseen = table(c.x.slice(140 * 5), 5);
    const y = Float64Array.from(c.y.slice(0, 140));
    const truth = c.y.slice(140);
    const score = c.classifies ? accuracy : determination;
    const scores = await Promise.all(
      [0, 1, 2, 3].map(async (seed) =>
        score((await make({ trees: 30, minSamplesLeaf: 2 }).fit(x, y, { seed })).predict(unseen), truth),
      ),
    );
    const [mean = 0, spread = 0] = c.score;
    expect(Math.abs(scores.reduce((sum, value) => sum + value, 0) / 4 - mean)).toBeLessThan(2.5 * spread + 0.005);
  });

  test('are restored from files that know of no missing values', () => {
    const x = table([1, 2, 3, 4], 1);
    const { json, arrays } = decisionTreeRegressor()
      .fit(x, Float64Array.of(1, 2, 3, 4))
      .save();
    const { missingLefts: _, ...before } = arrays;
    const restored = decisionTreeRegressor().restore({ json: { ...json, version: 1 }, arrays: before });
    expect([...restored.predict(x)]).toEqual([1, 2, 3, 4]);
  });
});

describe('forests', () => {
  const makers = { randomForestClassifier, extraTreesClassifier, randomForestRegressor, extraTreesRegressor };
  const named = forests.flatMap(({ forests: all, ...data }) => all.map((forest) => ({ ...data, forest })));
  test.each(named)('score as in scikit-learn: $forest.name on $name', async ({ forest, ...data }) => {
    const classifies = data.name === 'wine';
    const make = makers[`${forest.name}${classifies ? 'Classifier' : 'Regressor'}` as keyof typeof makers]; // as the fixture has it
    const split = data.half * data.columns;
    const x = table(data.x.slice(0, split), data.columns);
    const unseen = table(data.x.slice(split), data.columns);
    const y = Float64Array.from(data.y.slice(0, data.half));
    const truth = data.y.slice(data.half);
    const options = { trees: 30, minSamplesLeaf: 2, bootstrap: true, outOfBag: true };
    const models = await Promise.all([0, 1, 2, 3].map((seed) => make(options).fit(x, y, { seed })));
    const scores = models.map((model) => (classifies ? accuracy : determination)(model.predict(unseen), truth));
    // The mean of 4 seeds lies within half of the spread of one seed, 19 times of 20 within one.
    const near = (values: readonly number[], [mean = 0, spread = 0]: readonly number[]): void =>
      expect(Math.abs(values.reduce((sum, value) => sum + value, 0) / values.length - mean)).toBeLessThan(
        2.5 * spread + 0.005,
      );
    near(scores, forest.score);
    near(
      models.map((model) => model.outOfBagScore!),
      forest.outOfBag,
    );
    for (const [column, mean] of forest.importances.entries()) {
      near(
        models.map((model) => model.importances[column]!),
        [mean, forest.spread[column]!],
      );
    }
    const restored = make().restore(models[0]!.save());
    expect(restored.predict(unseen)).toEqual(models[0]!.predict(unseen));
    expect(restored.trees).toBe(30);
    expect(restored.outOfBagScore).toBeUndefined();
  });

  test('are the same for the same seed, and others for others', async () => {
    const x = table(cases[1]!.x, 4);
    const y = Int32Array.from(cases[1]!.y);
    const fit = async (seed: number) =>
      (await randomForestClassifier({ trees: 5 }).fit(x, y, { seed })).predictProbabilities(x);
    expect(await fit(1)).toEqual(await fit(1));
    expect(await fit(1)).not.toEqual(await fit(2));
  });

  test('leave as many rows as they must on both sides of a threshold that is drawn', async () => {
    const x = table([...uniforms(600, 2)], 3);
    const y = Float64Array.from({ length: x.rows }, (_, row) => x.data[3 * row]! ** 8);
    for (const model of [
      await extraTreesRegressor({ trees: 20, minSamplesLeaf: 7 }).fit(x, y),
      await extraTreesClassifier({ trees: 20, minSamplesLeaf: 7 }).fit(x, y.map(Math.round)),
    ]) {
      const { features, lefts, rights, weights } = model.save().arrays;
      const sides = { left: [] as number[], right: [] as number[] };
      for (const [node, feature] of features!.entries()) {
        if (feature < 0) continue;
        sides.left.push(weights![lefts![node]!]!);
        sides.right.push(weights![rights![node]!]!);
      }
      // The limit is reached on both, and never passed.
      expect(Math.min(...sides.left)).toBe(7);
      expect(Math.min(...sides.right)).toBe(7);
    }
  });

  test('end with their signal', async () => {
    const { x, y } = { x: table([1, 2], 1), y: Int32Array.of(0, 1) };
    const signal = AbortSignal.abort(new RangeError('enough'));
    await expectError(() => randomForestClassifier().fit(x, y, { signal }), RangeError, 'enough');
  });
});

test('trees refuse what they cannot learn from', async () => {
  const x = table([1, 2, 3, 4], 2);
  const y = Int32Array.of(0, 1);
  const calls = [
    [
      () => decisionTreeClassifier({ maxDepth: 0 }),
      'decisionTreeClassifier: `maxDepth` must be an integer of at least 1; received 0.',
    ],
    [
      () => decisionTreeRegressor({ maxFeatures: 1.5 }),
      'decisionTreeRegressor: `maxFeatures` must be an integer of at least 1; received 1.5.',
    ],
    [
      () => decisionTreeRegressor({ maxLeafNodes: 1 }),
      'decisionTreeRegressor: `maxLeafNodes` must be an integer of at least 2; received 1.',
    ],
    [
      () => randomForestRegressor({ trees: 0 }),
      'randomForestRegressor: `trees` must be an integer of at least 1; received 0.',
    ],
    [
      () => extraTreesRegressor({ outOfBag: true }),
      'extraTreesRegressor: `bootstrap` must be true where `outOfBag` or `maxSamples` is given; received false.',
    ],
    [
      () => decisionTreeClassifier({ classWeights: [1, -1] }),
      "decisionTreeClassifier: `classWeights` must be 'balanced' or finite numbers of at least 0, one for each class; received 1,-1.",
    ],
    [
      () => decisionTreeClassifier({ classWeights: [1] }).fit(x, y),
      'decisionTreeClassifier.fit: `classWeights` must have a number for each of 2 classes; received 1.',
    ],
    [
      () => randomForestClassifier({ classWeights: [0, 0] }).fit(x, y),
      'randomForestClassifier.fit: `classWeights` must leave a row with a weight above 0; received none.',
    ],
    [
      () => decisionTreeRegressor().fit(x, Float64Array.of(1, Infinity)),
      'decisionTreeRegressor.fit: `y` must be finite numbers; received Infinity in row 1.',
    ],
  ] as const;
  for (const [call, message] of calls) await expectError(call, ArgumentError, message);
  await expectError(
    () =>
      decisionTreeClassifier()
        .fit(x, y)
        .predict(table([1], 1)),
    ShapeError,
    'decisionTreeClassifier.predict: `x` must have 2 columns, as in `fit`; received 1.',
  );
});

test('trees refuse damaged ones', async () => {
  const saved = decisionTreeRegressor()
    .fit(table([1, 2, 3], 1), Float64Array.of(1, 2, 4))
    .save();
  const damaged = [
    [
      { lefts: new Int32Array(5) },
      'have nodes with one of 1 columns and children behind them; received another node 0.',
    ],
    [
      { features: new Int32Array(5).fill(3) },
      'have nodes with one of 1 columns and children behind them; received another node 0.',
    ],
    [{ values: new Float64Array(4) }, 'have 5 values, 1 for each node; received 4.'],
    [{ roots: Int32Array.of(0, 0) }, 'have ascending indices of nodes as roots; received 2 others.'],
    [{ weights: new Float64Array(2) }, 'have 5 weights, one for each node; received 2.'],
  ] as const;
  for (const [change, message] of damaged) {
    await expectError(
      () => decisionTreeRegressor().restore({ ...saved, arrays: { ...saved.arrays, ...change } }),
      FormatError,
      `decisionTreeRegressor.restore: \`saved\` must ${message}`,
    );
  }
  await expectError(
    () => decisionTreeRegressor().restore({ ...saved, json: { ...saved.json, outputs: 0 } }),
    FormatError,
    'decisionTreeRegressor.restore: `saved` must have an integer of at least 1 as outputs; received 0.',
  );
});

function accuracy(answers: Float64Array, truth: readonly number[]): number {
  return truth.filter((value, row) => value === answers[row]).length / truth.length;
}

function determination(answers: Float64Array, truth: readonly number[]): number {
  const mean = truth.reduce((sum, value) => sum + value, 0) / truth.length;
  const squares = truth.reduce((sum, value, row) => sum + (value - answers[row]!) ** 2, 0);
  return 1 - squares / truth.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}
