import { ArgumentError, FormatError, RandomStream } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, test } from 'vitest';
import fixture from '../../../fixtures/classical/boosting.json' with { type: 'json' };
import { type BoostingOptions, gradientBoostingClassifier, gradientBoostingRegressor } from '../src/index.js';
import { learnBins } from '../src/internal/boosting/bins.js';
import { boost } from '../src/internal/boosting/boost.js';
import { sumOfTrees } from '../src/internal/boosting/boosted-trees.js';
import { BoostedTreeGrower, mostHistograms } from '../src/internal/boosting/grow-boosted-tree.js';
import { Histograms } from '../src/internal/boosting/histograms.js';
import { binaryCrossEntropy, squaredError } from '../src/internal/boosting/losses.js';
import { boostingDefaults, resolveBoosting } from '../src/internal/boosting/resolve-boosting.js';
import { expectNear, table, uniforms } from './support/tables.js';

describe('gradient boosting', () => {
  const named = fixture.cases.map((c) => ({
    ...c,
    title: `${c.target} ${JSON.stringify(c.options)}${c.weighted ? ', weighted' : ''}`,
  }));
  test.each(named)('agrees with scikit-learn: $title', async (c) => {
    const options = c.options as BoostingOptions; // JSON knows no literals
    const x = table(fixture.x, 5);
    const unseen = table(fixture.unseen, 5);
    const y = Float64Array.from(fixture.targets[c.target as keyof typeof fixture.targets]);
    const learn = c.weighted ? { weights: fixture.weights } : {};
    if (c.target === 'two' || c.target === 'three') {
      const model = await gradientBoostingClassifier(options).fit(x, y, learn);
      expectNear(model.predictProbabilities(unseen), c.answers, 1e-6);
      const restored = gradientBoostingClassifier().restore(model.save());
      expect(restored.predictProbabilities(unseen)).toEqual(model.predictProbabilities(unseen));
      expect(restored.predict(unseen)).toEqual(model.predict(unseen));
    } else {
      const model = await gradientBoostingRegressor(options).fit(x, y, learn);
      expectNear(model.predict(unseen), c.answers, 1e-6);
      const restored = gradientBoostingRegressor().restore(model.save());
      expect(restored.predict(unseen)).toEqual(model.predict(unseen));
      expect(restored.importances).toEqual(model.importances);
      expect(restored.iterations).toBe(options.iterations ?? 100);
    }
  });

  test('counts rows of weight 0 as if they were not there', async () => {
    const x = table(fixture.x, 5);
    const y = Float64Array.from(fixture.targets.values);
    const weights = y.map((_, row) => (row < 200 ? 1 : 0));
    const model = await gradientBoostingRegressor().fit(x, y, { weights });
    const first = await gradientBoostingRegressor().fit(table(fixture.x.slice(0, 1000), 5), y.slice(0, 200), {
      weights: weights.slice(0, 200),
    });
    expect(model.predict(x)).toEqual(first.predict(x));
  });

  test('has predictions that rise with a column where they must', async () => {
    const rows = 400;
    const data = uniforms(rows * 2, 1);
    const x = { rows, columns: 2, data, names: ['size', 'noise'] };
    const y = Float64Array.from({ length: rows }, (_, row) => Math.sin(9 * data[2 * row]!) + data[2 * row]!);
    const model = await gradientBoostingRegressor({ monotone: { size: 'rising' }, minSamplesLeaf: 2 }).fit(x, y);
    for (const noise of [0.1, 0.5, 0.9]) {
      const line = {
        rows: 101,
        columns: 2,
        data: Float64Array.from({ length: 202 }, (_, i) => (i % 2 ? noise : i / 202)),
      };
      const answers = model.predict(line);
      expect(answers.every((value, i) => i === 0 || value >= answers[i - 1]!)).toBe(true);
      expect(answers[100]! - answers[0]!).toBeGreaterThan(0.5);
    }
  });

  test('stops early, on rows that were held back, and the same for the same seed', async () => {
    const x = table(fixture.x, 5);
    const y = Float64Array.from(fixture.targets.two);
    const options = { earlyStopping: { validation: 0.2, patience: 3 }, minSamplesLeaf: 5 };
    const fit = (seed: number) => gradientBoostingClassifier(options).fit(x, y, { seed });
    const model = await fit(1);
    const losses = model.validationLosses;
    expect(losses).toHaveLength(model.iterations + 1);
    expect(model.iterations).toBeLessThan(100);
    expect(Math.min(...losses.slice(-3))).toBeGreaterThanOrEqual(losses.at(-4)! - 1e-7);
    // A rule that ended later would have had to end where this one did.
    for (let i = 4; i < losses.length - 1; i++) {
      expect(Math.min(...losses.slice(i - 2, i + 1))).toBeLessThan(losses[i - 3]! - 1e-7);
    }
    expect((await fit(1)).predictProbabilities(x)).toEqual(model.predictProbabilities(x));
    expect((await fit(2)).validationLosses).not.toEqual(losses);
  });

  test('stops by the last rows, where they are held back', async () => {
    const x = table(fixture.x, 5);
    const y = Float64Array.from(fixture.targets.values);
    // What the last fifth has is noise: the loss of no other fifth would say so.
    const from = x.rows - Math.round(0.2 * x.rows);
    const noisy = y.map((value, row) => (row < from ? value : (row % 2) * 1000));
    const fit = (rows: 'drawn' | 'last') =>
      gradientBoostingRegressor({ earlyStopping: { validation: 0.2, rows }, minSamplesLeaf: 5 }).fit(x, noisy);
    const model = await fit('last');
    const head = (rows: number) => ({ ...x, rows, data: x.data.subarray(0, rows * x.columns) });
    const other = await gradientBoostingRegressor({ iterations: model.iterations, minSamplesLeaf: 5 }).fit(
      head(from),
      y.subarray(0, from),
    );
    expect(model.predict(x)).toEqual(other.predict(x));
    expect((await fit('drawn')).predict(x)).not.toEqual(other.predict(x));
  });

  test('draws columns for each node', async () => {
    const x = table(fixture.x, 5);
    const y = Float64Array.from(fixture.targets.values);
    const fit = async (seed: number, maxFeatures: number) =>
      (await gradientBoostingRegressor({ maxFeatures }).fit(x, y, { seed })).predict(x);
    expect(await fit(1, 0.4)).toEqual(await fit(1, 0.4));
    expect(await fit(1, 0.4)).not.toEqual(await fit(2, 0.4));
    expect(await fit(1, 1)).toEqual(await fit(2, 1));
  });

  test.each([7, 8])('builds the same histograms in kernels and in TypeScript, of %i columns', async (columns) => {
    const rows = 3000;
    const data = uniforms(rows * columns, 3);
    const x = { rows, columns, data };
    const y = Float64Array.from({ length: rows }, (_, row) =>
      data[row * columns]! > data[row * columns + columns - 1]! ? 1 : 0,
    );
    for (const loss of [squaredError(), binaryCrossEntropy()]) {
      const problem = { x, y, weights: undefined, loss, classifies: false };
      const run = async (plain: boolean): Promise<Float64Array> => {
        const options = { ...resolveBoosting('test', { ...boostingDefaults, iterations: 5 }), plain };
        return sumOfTrees((await boost('test', problem, options)).trees, x);
      };
      expect(await run(true)).toEqual(await run(false));
    }
  });

  test('grows the same tree with fewer histograms than nodes that may be split', () => {
    const [rows, columns] = [2000, 4];
    const x = { rows, columns, data: uniforms(rows * columns, 6) };
    const categorical = new Uint8Array(columns);
    const buffer = new Float64Array(rows);
    const rules = learnBins('test', x, { most: 255, categorical, weights: undefined, seed: 0, buffer });
    const grow = (constantHessian: boolean, wanted: number) => {
      const histograms = new Histograms(x, rules, { constantHessian, outputs: 2, wanted, plain: false });
      const { derivatives } = histograms;
      for (const [i, value] of uniforms(derivatives.length, 7).entries()) derivatives[i] = value + 0.1;
      const limits = { minSamplesLeaf: 2, l2: 0, maxLeafNodes: 60, maxDepth: Infinity, maxFeatures: columns };
      const monotone = new Int8Array(columns);
      const grower = new BoostedTreeGrower(histograms, { ...limits, monotone, random: RandomStream.fromSeed(0) });
      return [0, 1].map((output) =>
        grower
          .grow(output)
          .map(({ start, end, split, leftChild }) => [start, end, split?.column, split?.bin, leftChild]),
      );
    };
    for (const constantHessian of [false, true]) {
      const trees = grow(constantHessian, mostHistograms(60));
      expect(trees.map((tree) => tree.length)).toEqual([119, 119]);
      expect(grow(constantHessian, 3)).toEqual(trees);
    }
  });

  test('learns from a million rows, from bins of as many rows each', () => {
    const rows = 1_000_000;
    const x = { rows, columns: 1, data: uniforms(rows, 5).map((value) => value ** 2) };
    const categorical = new Uint8Array(1);
    const buffer = new Float64Array(rows);
    const { edges } = learnBins('test', x, { most: 255, categorical, weights: undefined, seed: 0, buffer });
    expect(edges[0]).toHaveLength(254);
    // 200,000 of them are drawn: a threshold lies within 1 % of all of its place.
    for (const [i, edge] of edges[0]!.entries()) expect(Math.abs(Math.sqrt(edge) - (i + 1) / 255)).toBeLessThan(0.01);
  });

  test('ends with its signal', async () => {
    const signal = AbortSignal.abort(new RangeError('enough'));
    const fit = () => gradientBoostingRegressor().fit(table([1, 2], 1), Float64Array.of(0, 1), { signal });
    await expectError(fit, RangeError, 'enough');
  });

  test('refuses what it cannot learn from', async () => {
    const x = { ...table([1, 2, 3, 4.5], 2), names: ['age', 'kind'] };
    const y = Int32Array.of(0, 1);
    const calls = [
      [
        () => gradientBoostingRegressor({ bins: 256 }),
        'gradientBoostingRegressor: `bins` must be an integer from 2 to 255; received 256.',
      ],
      [
        () => gradientBoostingRegressor({ quantile: 0.9 }),
        "gradientBoostingRegressor: `quantile` must be left out, or `loss` be 'quantile'; received 0.9.",
      ],
      [
        () => gradientBoostingClassifier({ earlyStopping: { rows: 'first' as 'last' } }),
        "gradientBoostingClassifier: earlyStopping: `rows` must be 'drawn' or 'last'; received 'first'.",
      ],
      [
        () => gradientBoostingClassifier({ earlyStopping: { patience: 0 } }),
        'gradientBoostingClassifier: earlyStopping: `patience` must be an integer of at least 1; received 0.',
      ],
      [
        () => gradientBoostingClassifier({ categorical: ['sort'] }).fit(x, y),
        'gradientBoostingClassifier.fit: `categorical` must have names of columns, or indices below 2; received sort.',
      ],
      [
        () => gradientBoostingClassifier({ categorical: ['kind'] }).fit(x, y),
        'gradientBoostingClassifier.fit: `x` must have integers of at least 0 in the categorical column 1 (kind); received 4.5 in row 1.',
      ],
      [
        () => gradientBoostingRegressor({ categorical: [0], monotone: { age: 'rising' } }).fit(x, y),
        'gradientBoostingRegressor.fit: `monotone` must have no categorical column; received age.',
      ],
      [
        () => gradientBoostingClassifier().fit(x, Int32Array.of(0, 0)),
        'gradientBoostingClassifier.fit: `y` must have at least 2 classes; received only class 0.',
      ],
      [
        () => gradientBoostingClassifier({ monotone: { age: 'rising' } }).fit(x, Int32Array.of(0, 2)),
        'gradientBoostingClassifier.fit: `monotone` must be left out where there are more than 2 classes; received 3 classes.',
      ],
      [
        () => gradientBoostingRegressor({ loss: 'poisson' }).fit(x, Float64Array.of(1, -1)),
        "gradientBoostingRegressor.fit: `y` must be at least 0 for the loss 'poisson', and not all 0; received -1 in row 1.",
      ],
    ] as const;
    for (const [call, message] of calls) await expectError(call, ArgumentError, message);
  });

  test('refuses what is damaged', async () => {
    const saved = (
      await gradientBoostingRegressor({ minSamplesLeaf: 1, iterations: 1 }).fit(table([1, 2], 1), Float64Array.of(0, 1))
    ).save();
    const damaged: [{ arrays?: object; json?: object }, string][] = [
      [
        { arrays: { lefts: Int32Array.of(2, 0, 0) } },
        'have nodes with one of 1 columns and children behind them; received another node 0.',
      ],
      [
        { arrays: { features: Int32Array.of(1, -1, -1) } },
        'have nodes with one of 1 columns and children behind them; received another node 0.',
      ],
      [
        { arrays: { setIndices: Int32Array.of(0, -1, -1) } },
        'have nodes with one of 1 columns and children behind them; received another node 0.',
      ],
      [{ arrays: { values: new Float64Array(2) } }, 'have 3 values, one for each node; received 2.'],
      [{ arrays: { roots: Int32Array.of(3) } }, 'have ascending indices of nodes as roots; received 1 others.'],
      [{ arrays: { baseline: new Float64Array(2) } }, 'have trees for each of 2 outputs; received 1.'],
      [
        { arrays: { categoryOffsets: Int32Array.of(0, 4) } },
        'have ascending offsets of categories for 1 columns; received others.',
      ],
      [{ json: { link: 'probit' } }, "have 'identity' or 'log' as link; received \"probit\"."],
      [{ json: { columns: 0 } }, 'have an integer of at least 1 as columns; received 0.'],
    ];
    for (const [{ arrays, json }, message] of damaged) {
      const changed = { json: { ...saved.json, ...json }, arrays: { ...saved.arrays, ...arrays } };
      await expectError(
        () => gradientBoostingRegressor().restore(changed),
        FormatError,
        `gradientBoostingRegressor.restore: \`saved\` must ${message}`,
      );
    }
  });
});
