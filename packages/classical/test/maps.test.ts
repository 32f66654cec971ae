import { ArgumentError, FormatError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, test } from 'vitest';
import fixture from '../../../fixtures/classical/maps.json' with { type: 'json' };
import { trustworthiness, tSne } from '../src/index.js';
import { affinitiesOf } from '../src/internal/components/affinities.js';
import { repel } from '../src/internal/components/embed.js';
import { type Points, PointTree, threeOf } from '../src/internal/components/point-tree.js';
import { expectNear, table, uniforms } from './support/tables.js';

const digits = table(fixture.x, fixture.columns);
const some = (rows: number) => table(fixture.x.slice(0, rows * fixture.columns), fixture.columns);

describe('tSne', () => {
  test.each(fixture.maps)('maps digits as well as scikit-learn, to $components coordinates', async (c) => {
    const x = some(c.rows);
    const fitted = await tSne({ components: c.components, perplexity: 20 }).fit(x);
    expect(fitted.embedding.columns).toBe(c.components);
    expect(fitted.divergence / c.divergence).toBeLessThan(1.06);
    expect(trustworthiness(x, fitted.embedding, { neighbors: 7 })).toBeGreaterThan(c.trustworthiness - 0.006);
    expect(tSne().restore(fitted.save()).embedding).toEqual(fitted.embedding);
  });

  test('begins where it is told', async () => {
    const x = some(100);
    const options = { iterations: 5, perplexity: 10 } as const;
    const random = await tSne({ ...options, initial: 'random' }).fit(x, { seed: 1 });
    expect((await tSne({ ...options, initial: 'random' }).fit(x, { seed: 1 })).embedding).toEqual(random.embedding);
    expect((await tSne({ ...options, initial: 'random' }).fit(x, { seed: 2 })).embedding).not.toEqual(random.embedding);
    const initial = table([...uniforms(200, 1)], 2);
    const own = await tSne({ ...options, initial, learningRate: 1e-9 }).fit(x);
    expectNear(own.embedding.data, [...initial.data], 1e-6);
    expect(own.iterations).toBe(5);
  });

  test.each(fixture.path)('takes the steps of scikit-learn: $iterations', async ({ iterations, embedding }) => {
    const options = { perplexity: 8, theta: 0, learningRate: 5, initial: table(fixture.start, 2) };
    const fitted = await tSne({ ...options, iterations }).fit(some(40));
    expectNear(fitted.embedding.data, embedding, 2e-3);
  });

  test('refuses what it cannot map, and what is damaged', async () => {
    await expectError(
      () => tSne({ components: 4 }),
      ArgumentError,
      'tSne: `components` must be an integer from 1 to 3; received 4.',
    );
    await expectError(
      () => tSne().fit(some(30)),
      ArgumentError,
      'tSne.fit: `perplexity` must be below the number of rows, 30; received 30.',
    );
    const saved = (await tSne({ perplexity: 2, iterations: 1 }).fit(some(5))).save();
    await expectError(
      () => tSne().restore({ ...saved, json: { ...saved.json, columns: 3 } }),
      FormatError,
      'tSne.restore: `saved` must have points of so many coordinates, divergence and iterations; received 10 numbers of 3 coordinates.',
    );
  });

  test('has affinities that are symmetric, add up to 1, and have the perplexity', () => {
    const { starts, others, values } = affinitiesOf(some(60), 8);
    const full = new Float64Array(3600);
    for (let row = 0; row < 60; row++) {
      for (let i = starts[row]!; i < starts[row + 1]!; i++) full[row * 60 + others[i]!]! += values[i]!;
    }
    expectNear([full.reduce((sum, value) => sum + value, 0)], [1]);
    expectNear(
      full,
      Array.from(full, (_, i) => full[(i % 60) * 60 + Math.floor(i / 60)]!),
    );
    const twins = affinitiesOf(table([0, 0, 0, 1, 1, 5], 1), 2);
    expect(twins.values.every((value) => value >= 0)).toBe(true);
    expectNear([twins.values.reduce((sum, value) => sum + value, 0)], [1]);
  });

  test.each([1, 2, 3])('repels points in cells as one by one, with %d coordinates', (dimensions) => {
    const count = 400;
    const points = threeOf(count) as Points;
    for (let axis = 0; axis < dimensions; axis++) {
      points[axis]!.set(uniforms(count, axis + 1).map((value) => 20 * value ** 3));
    }
    // Two are the same.
    for (const own of points) own[7] = own[8]!;
    const exact = threeOf(count);
    let total = 0;
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) {
        if (i === j) continue;
        const rest = points.map((own) => own[i]! - own[j]!);
        const q = 1 / (1 + rest.reduce((sum, value) => sum + value * value, 0));
        total += q;
        for (const [axis, value] of rest.entries()) exact[axis]![i]! -= q * q * value;
      }
    }
    const tree = new PointTree(count);
    tree.build(points, dimensions);
    const gradients = threeOf(count);
    expectNear([repel(points, tree, { theta: 0, gradients })], [total], dimensions === 3 ? 1e-3 : 1e-6);
    for (const [axis, own] of gradients.entries()) expectNear(own, [...exact[axis]!], dimensions === 3 ? 0.05 : 1e-3);
    expectNear([repel(points, tree, { theta: 0.5, gradients })], [total], 0.02);
    const squares = (values: readonly Float64Array[]) =>
      values.reduce((sum, own) => sum + own.reduce((part, value) => part + value ** 2, 0), 0);
    const errors = gradients.map((own, axis) => own.map((value, i) => value - exact[axis]![i]!));
    expect(Math.sqrt(squares(errors) / squares(exact))).toBeLessThan(0.05);
  });
});

describe('trustworthiness', () => {
  test.each(Object.entries(fixture.trustworthiness))('agrees with scikit-learn: %s neighbors', (neighbors, value) => {
    const flat = table(fixture.flat, 2);
    const wide = table(fixture.wide, 4);
    expectNear([trustworthiness(wide, flat, { neighbors: Number(neighbors) })], [value]);
    expect(trustworthiness(wide, wide)).toBe(1);
  });

  test('refuses maps of other rows', async () => {
    await expectError(
      () => trustworthiness(digits, some(3)),
      ArgumentError,
      'trustworthiness: `embedding` must have 200 rows, as `x` has; received 3.',
    );
  });
});
