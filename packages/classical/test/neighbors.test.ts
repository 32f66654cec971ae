import { ArgumentError, FormatError, ShapeError, type Table } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, test } from 'vitest';
import fixture from '../../../fixtures/classical/neighbors.json' with { type: 'json' };
import {
  kMeans,
  kNeighborsClassifier,
  kNeighborsRegressor,
  multinomialNaiveBayes,
  type NeighborOptions,
  pca,
} from '../src/index.js';
import { ClusterSums } from '../src/internal/clusters/cluster-sums.js';
import { NearestCenters } from '../src/internal/clusters/nearest-centers.js';
import { BallTree } from '../src/internal/neighbors/ball-tree.js';
import { BruteForce } from '../src/internal/neighbors/brute-force.js';
import { expectNear, table, uniforms } from './support/tables.js';

const setOf = (name: string) => {
  const { columns, x, y, half } = fixture.sets[name as keyof typeof fixture.sets];
  return { columns, data: x, y: Float64Array.from(y), half, x: table(x, columns) };
};
const titled = <Case extends { set: string }>(c: Case & { options?: object }) => ({
  ...c,
  title: `${c.set} ${JSON.stringify(c.options ?? {})}`,
});

describe('k nearest neighbors', () => {
  test.each(fixture.neighbors.map(titled))('agree with scikit-learn: $title, classes: $classifies', (c) => {
    const { data, columns, y, half } = setOf(c.set);
    const x = table(data.slice(0, half * columns), columns);
    const unseen = table([...data.slice(half * columns), ...data.slice(0, 2 * columns)], columns);
    for (const algorithm of ['bruteForce', 'ballTree', 'auto'] as const) {
      const options = { ...(c.options as NeighborOptions), algorithm }; // JSON knows no literals
      if (c.classifies) {
        const model = kNeighborsClassifier(options).fit(x, y.subarray(0, half));
        expectNear(model.predictProbabilities(unseen), c.answers);
        expect(kNeighborsClassifier().restore(model.save()).predict(unseen)).toEqual(model.predict(unseen));
      } else {
        const model = kNeighborsRegressor(options).fit(x, y.subarray(0, half));
        expectNear(model.predict(unseen), c.answers);
        expect(kNeighborsRegressor().restore(model.save()).predict(unseen)).toEqual(model.predict(unseen));
      }
    }
  });

  test('are the same by brute force and in balls, the first ones of equally far rows', () => {
    const grid = (rows: number, seed: number): Table =>
      table([...uniforms(rows * 3, seed).map((value) => Math.floor(value * 8))], 3);
    const x = grid(3000, 1);
    const queries = grid(300, 2);
    const brute = new BruteForce(x).search(queries, 6);
    const balls = new BallTree(x).search(queries, 6);
    expect(new BruteForce(x, { plain: true }).search(queries, 6)).toEqual(brute);
    expect(balls.indices).toEqual(brute.indices);
    expect(balls.distances).toEqual(brute.distances);
    for (let query = 0; query < 300; query += 6) {
      const squares = Array.from({ length: 3000 }, (_, row) =>
        [0, 1, 2].reduce((sum, k) => sum + (queries.data[query * 3 + k]! - x.data[row * 3 + k]!) ** 2, 0),
      );
      const order = [...squares.keys()].sort((a, b) => squares[a]! - squares[b]! || a - b).slice(0, 6);
      expect([...brute.indices.subarray(query * 6, query * 6 + 6)]).toEqual(order);
    }
  });

  test('are found among and from numbers that float32 does not have', () => {
    for (const scale of [1, 1e-30, 1e30, 1e-160, 1e150]) {
      const x = table([...uniforms(200 * 2, 3).map((value) => value * scale)], 2);
      const queries = table(
        [0.5, 0.2, 1e12, -1e12, 1, 3e25].map((value) => value * scale),
        2,
      );
      for (const plain of [false, true]) {
        expect(new BruteForce(x, { plain }).search(queries, 3).indices).toEqual(
          new BallTree(x).search(queries, 3).indices,
        );
      }
    }
  });

  test('count by their weights, those of weight 0 not at all', () => {
    const x = table([1, 2, 3], 1);
    const model = kNeighborsRegressor({ neighbors: 2 }).fit(x, Float64Array.of(10, 20, 40), { weights: [3, 0, 1] });
    expectNear(model.predict(table([2], 1)), [(3 * 10 + 40) / 4]);
  });

  test('refuse what they cannot learn from', async () => {
    const x = table([1, 2], 1);
    const y = Int32Array.of(0, 1);
    await expectError(
      () => kNeighborsClassifier().fit(x, y),
      ArgumentError,
      'kNeighborsClassifier.fit: `neighbors` must be at most the number of rows with a weight above 0, 2; received 5.',
    );
    const saved = kNeighborsClassifier({ neighbors: 1 }).fit(x, y).save();
    await expectError(
      () => kNeighborsClassifier().restore({ ...saved, arrays: { ...saved.arrays, y: Float64Array.of(0, 7) } }),
      FormatError,
      'kNeighborsClassifier.restore: `saved` must have rows of 1 columns, with a target and a weight each; received 2 values, 2 targets and 2 weights.',
    );
  });
});

describe('kMeans', () => {
  test.each(fixture.means.map(titled))('agrees with scikit-learn: $clusters clusters of $set', (c) => {
    const { x, data, columns } = setOf(c.set);
    const initial = table(data.slice(0, c.clusters * columns), columns);
    const learn = c.weights === null ? {} : { weights: c.weights };
    const model = kMeans({ clusters: c.clusters, initial, tolerance: 0 }).fit(x, learn);
    expectNear(model.centers, c.centers, 1e-8);
    expectNear([model.inertia], [c.inertia], 1e-8);
    expect([...model.predict(x)]).toEqual(c.labels);
    const restored = kMeans().restore(model.save());
    expect(restored.predict(x)).toEqual(model.predict(x));
    expect(restored.inertia).toBe(model.inertia);
    if (c.weights !== null) return;
    // Starts that are drawn are as good, but for some that end elsewhere.
    const own = Array.from({ length: 30 }, (_, seed) => kMeans({ clusters: c.clusters }).fit(x, { seed }).inertia);
    const median = (values: readonly number[]) => values.toSorted((p, q) => p - q)[values.length >> 1]!;
    expect(Math.abs(median(own) / median(c.inertias) - 1)).toBeLessThan(0.02);
    const best = kMeans({ clusters: c.clusters, starts: 5 }).fit(x, { seed: 1 });
    expect(best.inertia).toBeLessThanOrEqual(kMeans({ clusters: c.clusters }).fit(x, { seed: 1 }).inertia);
  });

  test.each([0, -100, 100, -400, 480])('labels rows alike in kernels and in TypeScript, times 2 ** %i', (power) => {
    const scale = 2 ** power;
    // Many rows are equally far from two centers, and get the first one.
    const grid = (rows: number, seed: number) => uniforms(rows * 3, seed).map((value) => Math.floor(value * 8) * scale);
    const x = table([...grid(1001, 1)], 3);
    const near = grid(6, 2);
    // Two centers that float32 cannot tell apart.
    near[0]! += 0.3 * scale;
    near.set([near[0]! + scale * 2 ** -21, near[1]!, near[2]!], 15);
    const far = near.map((value, i) => (i < 3 ? 2 ** 100 * value : value));
    for (const centers of [near, far]) {
      const [kernels, plain] = [false, true].map((own) => {
        const labels = new Int32Array(x.rows).fill(-1);
        const nearest = new NearestCenters(x, { middle: new Float64Array(3), clusters: 6, plain: own });
        expect(nearest.label(centers, labels)).toBe(x.rows);
        expect(nearest.label(centers, labels)).toBe(0);
        return labels;
      });
      expect(kernels).toEqual(plain);
      for (let row = 0; row < x.rows; row += 7) {
        const squares = Array.from({ length: 6 }, (_, k) =>
          [0, 1, 2].reduce((sum, i) => sum + ((x.data[row * 3 + i]! - centers[k * 3 + i]!) / scale) ** 2, 0),
        );
        expect(kernels![row]).toBe(squares.indexOf(Math.min(...squares)));
      }
    }
  });

  test('moves rows from one sum to another, and leaves nothing of the last one', () => {
    const x = table([...uniforms(300 * 3, 3)], 3);
    const rules = { middle: uniforms(3, 4), clusters: 4 };
    const weights = uniforms(300, 5).map((weight, row) => (row % 5 === 0 ? 0 : weight));
    const moved = new ClusterSums(x, weights, rules);
    moved.update(
      Int32Array.from({ length: 300 }, (_, row) => row % 4),
      false,
    );
    const labels = Int32Array.from({ length: 300 }, (_, row) => row % 3);
    const { sums, totals } = moved.update(labels, false);
    const anew = new ClusterSums(x, weights, rules).update(labels, true);
    expectNear(sums, [...anew.sums], 1e-12);
    expectNear(totals, [...anew.totals], 1e-12);
    expect([totals[3], ...sums.subarray(9)]).toEqual([0, 0, 0, 0]);
    expect(moved.update(labels, true)).toEqual(anew);
  });

  test('moves a center without rows to the farthest row', () => {
    const x = table([0, 1, 2, 100], 1);
    const model = kMeans({ clusters: 3, initial: table([1, 1000, 2000], 1) }).fit(x);
    expect(new Set(model.predict(x)).size).toBe(3);
    expect(model.centers.includes(100)).toBe(true);
  });

  test('refuses what it cannot learn from', async () => {
    const calls = [
      [() => kMeans({ clusters: 0 }), 'kMeans: `clusters` must be an integer of at least 1; received 0.'],
      [
        () => kMeans({ clusters: 2, initial: table([1], 1) }),
        'kMeans: `initial` must have 2 rows, one for each cluster; received 1.',
      ],
      [
        () => kMeans({ clusters: 2 }).fit(table([1, 2], 1), { weights: [1, 0] }),
        'kMeans.fit: `x` must have at least 2 rows with a weight above 0, one for each cluster; received 1.',
      ],
    ] as const;
    for (const [call, message] of calls) await expectError(call, ArgumentError, message);
    const saved = kMeans({ clusters: 1 })
      .fit(table([1, 2], 1))
      .save();
    await expectError(
      () => kMeans().restore({ ...saved, json: { ...saved.json, columns: 3 } }),
      FormatError,
      'kMeans.restore: `saved` must have centers of so many columns, inertia and iterations; received 1 numbers of 3 columns.',
    );
  });
});

describe('pca', () => {
  test.each(fixture.components.map(titled))('agrees with scikit-learn: $title', (c) => {
    const { x, data, columns } = setOf(c.set);
    const fitted = pca(c.options).fit(x);
    expectNear(fitted.components, c.components, 1e-8);
    expectNear(fitted.variances, c.variances, 1e-8);
    expectNear(fitted.shares, c.shares, 1e-8);
    expectNear(fitted.transform(table(data.slice(0, 5 * columns), columns)).data, c.transformed, 1e-7);
    const inverted = fitted.invert(fitted.transform(table(data.slice(0, 2 * columns), columns)));
    expectNear(inverted.data, c.inverted, 1e-7);
    const restored = pca().restore(fitted.save());
    expect(restored.transform(x)).toEqual(fitted.transform(x));
  });

  test('refuses what it cannot learn from', async () => {
    const x = table([1, 2, 3, 5], 2);
    await expectError(
      () => pca({ components: 0 }),
      ArgumentError,
      'pca: `components` must be a finite number above 0; received 0.',
    );
    await expectError(
      () => pca({ components: 3 }).fit(x),
      ArgumentError,
      'pca.fit: `components` must be at most 2, the number of rows or columns; received 3.',
    );
    const fitted = pca({ components: 1 }).fit(x);
    await expectError(
      () => fitted.invert(x),
      ShapeError,
      'pca.invert: `x` must have 1 columns, one for each component; received 2.',
    );
    const saved = fitted.save();
    await expectError(
      () => pca().restore({ ...saved, arrays: { ...saved.arrays, means: new Float64Array(3) } }),
      FormatError,
      'pca.restore: `saved` must have 1 components of 3 columns; received 2 numbers.',
    );
  });
});

describe('multinomialNaiveBayes', () => {
  const x = table(fixture.counts.x, 6);
  const y = Int32Array.from(fixture.counts.y);
  test.each(fixture.bayes)('agrees with scikit-learn, smoothing $smoothing', (c) => {
    const { weights } = fixture.counts;
    const model = multinomialNaiveBayes({ smoothing: c.smoothing }).fit(x, y, c.weighted ? { weights } : {});
    expectNear(model.logProbabilities, c.logProbabilities);
    const first = table(fixture.counts.x.slice(0, 48), 6);
    expectNear(model.predictProbabilities(first), c.answers);
    const restored = multinomialNaiveBayes().restore(model.save());
    expect(restored.predict(x)).toEqual(model.predict(x));
  });

  test('predicts no class that it has never seen, and refuses negative counts', async () => {
    const model = multinomialNaiveBayes().fit(table([3, 0, 0, 3], 2), Int32Array.of(0, 2));
    expect(model.predictProbabilities(table([1, 1], 2))[1]).toBe(0);
    await expectError(
      () => model.predict(table([1, -1], 2)),
      ArgumentError,
      'multinomialNaiveBayes.predict: `x` must have values of at least 0; received -1 in row 0, column 1.',
    );
    const saved = model.save();
    await expectError(
      () => multinomialNaiveBayes().restore({ ...saved, arrays: { ...saved.arrays, logPriors: new Float64Array(4) } }),
      FormatError,
      'multinomialNaiveBayes.restore: `saved` must have as many probabilities for each of 4 classes; received 6.',
    );
  });
});
