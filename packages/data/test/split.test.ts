import { ArgumentError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DataPipeline, fromIterable, kFold, split } from '../src/index.js';

type Sample = { readonly index: number; readonly label: number; readonly group: number };

const samples: fc.Arbitrary<Sample[]> = fc
  .array(fc.record({ label: fc.nat(4), group: fc.nat(15) }), { maxLength: 120 })
  .map((records) => records.map((record, index) => ({ index, ...record })));

/** Fractions in hundredths, two to five parts. */
const fractions: fc.Arbitrary<Record<string, number>> = fc
  .array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 4 })
  .map((cuts) => [0, ...cuts.toSorted((a, b) => a - b), 100])
  .map((cuts) => Object.fromEntries(cuts.slice(1).map((cut, i) => [`part ${i}`, (cut - cuts[i]!) / 100])));

function indicesOf(part: DataPipeline<Sample>): Promise<number[]> {
  return part.map(({ index }) => index).toArray();
}

async function expectPartition(parts: readonly DataPipeline<Sample>[], count: number): Promise<void> {
  const all = (await Promise.all(parts.map(indicesOf))).flat();
  expect(all.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
}

const runs = { seed: 7, numRuns: 300 };

describe('split', () => {
  it('loses and doubles nothing, and rounds each size by less than 1', async () => {
    await fc.assert(
      fc.asyncProperty(samples, fractions, fc.nat(), async (data, shares, seed) => {
        const parts = await split(fromIterable(data), shares, { seed });
        await expectPartition(Object.values(parts), data.length);
        for (const [name, share] of Object.entries(shares)) {
          expect(Math.abs(parts[name]!.size! - share * data.length)).toBeLessThan(1);
        }
        expect(await indicesOf(Object.values(parts)[0]!)).toEqual(
          await indicesOf(Object.values(await split(fromIterable(data), shares, { seed }))[0]!),
        );
      }),
      runs,
    );
  });

  it('gives each part its share of each class and of the whole, to less than 1', async () => {
    await fc.assert(
      fc.asyncProperty(samples, fractions, fc.nat(), async (data, shares, seed) => {
        const parts = await split(fromIterable(data), shares, { seed, stratify: ({ label }) => label });
        await expectPartition(Object.values(parts), data.length);
        for (const [name, share] of Object.entries(shares)) {
          expect(Math.abs(parts[name]!.size! - share * data.length)).toBeLessThan(1);
          const inPart = await parts[name]!.toArray();
          for (let label = 0; label <= 4; label++) {
            const whole = data.filter((sample) => sample.label === label).length;
            const held = inPart.filter((sample) => sample.label === label).length;
            expect(Math.abs(held - share * whole)).toBeLessThan(1);
          }
        }
      }),
      runs,
    );
  });

  it('never separates a group, and gives no part more than its share by a whole group', async () => {
    await fc.assert(
      fc.asyncProperty(samples, fractions, fc.nat(), fc.boolean(), async (data, shares, seed, stratified) => {
        const parts = await split(fromIterable(data), shares, {
          seed,
          group: ({ group }) => `group ${group}`,
          ...(stratified ? { stratify: ({ label }) => label } : {}),
        });
        await expectPartition(Object.values(parts), data.length);
        const held = await Promise.all(Object.values(parts).map((part) => part.map(({ group }) => group).toArray()));
        const sets = held.map((groups) => new Set(groups));
        expect(sets.reduce((sum, { size }) => sum + size, 0)).toBe(new Set(data.map(({ group }) => group)).size);
        if (stratified) return;
        const sizes = data.map(({ group }) => data.filter((other) => other.group === group).length);
        const largest = Math.max(0, ...sizes);
        for (const [i, share] of Object.values(shares).entries()) {
          if (data.length > 0) expect(held[i]!.length - share * data.length).toBeLessThan(largest);
        }
      }),
      runs,
    );
  });

  it('keeps the classes of groups together where it can', async () => {
    const data = Array.from({ length: 400 }, (_, index) => {
      const group = Math.floor(index / 4);
      return { index, group, label: group % 10 === 0 ? 1 : 0 };
    });
    const { train, test } = await split(
      fromIterable(data),
      { train: 0.8, test: 0.2 },
      { group: ({ group }) => group, stratify: ({ label }) => label },
    );
    const rare = async (part: DataPipeline<Sample>): Promise<number> => {
      return (await part.toArray()).filter(({ label }) => label === 1).length;
    };
    expect([train.size, test.size, await rare(train), await rare(test)]).toEqual([320, 80, 32, 8]);
  });

  it('puts samples in random order, by the seed', async () => {
    const data = fromIterable(Array.from({ length: 50 }, (_, index) => ({ index, label: index % 2, group: 0 })));
    const [a, b] = [await split(data, { all: 1 }, { seed: 1 }), await split(data, { all: 1 }, { seed: 2 })];
    expect(await indicesOf(a.all)).not.toEqual(await indicesOf(b.all));
    expect(await indicesOf(a.all)).not.toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  it('takes 200,000 samples, of one class and of one group', async () => {
    const size = 200_000;
    const data = fromIterable(Array.from({ length: size }, (_, index) => index));
    for (const options of [{}, { stratify: (n: number) => n % 2 }, { group: (n: number) => (n < 150_000 ? 0 : n) }]) {
      const { train, test } = await split(data, { train: 0.75, test: 0.25 }, options);
      expect([train.size, test.size]).toEqual([150_000, 50_000]);
    }
    const folds = await kFold(data, 2, {});
    expect(folds.map(({ train, validation }) => [train.size, validation.size])).toEqual([
      [100_000, 100_000],
      [100_000, 100_000],
    ]);
  });

  it('refuses options that it does not know', async () => {
    await expectError(
      () => split(fromIterable([1]), { train: 1 }, { stratified: true } as object),
      ArgumentError,
      'split: `options` must be among `seed`, `stratify`, `group`; received `stratified`.',
    );
  });

  it('takes arrays', async () => {
    const parts = await split({ x: Float32Array.of(1, 2, 3, 4) }, { train: 0.75, test: 0.25 });
    const x = [...(await parts.train.toArray()), ...(await parts.test.toArray())].map((sample) => sample.x.data[0]);
    expect(x.toSorted()).toEqual([1, 2, 3, 4]);
    expect([parts.train.size, parts.test.size]).toEqual([3, 1]);
  });

  it('tells what it does not take', async () => {
    const data = fromIterable([1, 2, 3]);
    await expectError(
      () => split(data, { train: 0.8, test: 0.1 }),
      ArgumentError,
      'split: `fractions` must be at least 0 and add up to 1; received train: 0.8, test: 0.1, together 0.9.',
    );
    await expectError(
      () => split(data, { train: 1.5, test: -0.5 }),
      ArgumentError,
      'split: `fractions` must be at least 0 and add up to 1; received train: 1.5, test: -0.5, together 1.',
    );
    await expectError(
      () => split(data, { train: Number.NaN }),
      ArgumentError,
      'split: `fractions` must be at least 0 and add up to 1; received train: NaN, together NaN.',
    );
    for (const unreachable of [data.filter(() => true), data.repeat()]) {
      await expectError(
        () => split(unreachable, { train: 1 }),
        ArgumentError,
        'split: `data` must be arrays, or a dataset that ends and whose elements can be reached in any order; received one whose elements can only be read one after another, or without end. Use fromIterable(await dataset.toArray()) where they fit into memory.',
      );
    }
    await expectError(
      () =>
        split(
          data,
          { train: 1 },
          {
            stratify: (n) => {
              if (n === 3) throw new TypeError('no label');
              return n;
            },
          },
        ),
      ArgumentError,
      'split({ stratify }): the function threw at element 2: no label.',
    );
  });
});

describe('kFold', () => {
  it('validates on every sample once, and trains on all others', async () => {
    await fc.assert(
      fc.asyncProperty(
        samples.filter(({ length }) => length >= 5),
        fc.integer({ min: 2, max: 5 }),
        fc.record({ seed: fc.nat(), stratified: fc.boolean(), grouped: fc.boolean() }),
        async (data, k, { seed, stratified, grouped }) => {
          fc.pre(!grouped || new Set(data.map(({ group }) => group)).size >= k);
          const folds = await kFold(fromIterable(data), k, {
            seed,
            ...(stratified ? { stratify: ({ label }) => label } : {}),
            ...(grouped ? { group: ({ group }) => group } : {}),
          });
          expect(folds).toHaveLength(k);
          await expectPartition(
            folds.map(({ validation }) => validation),
            data.length,
          );
          for (const { train, validation } of folds) {
            await expectPartition([train, validation], data.length);
            if (!grouped) expect(Math.abs(validation.size! - data.length / k)).toBeLessThan(1);
            const seen = new Set(await train.map(({ group }) => group).toArray());
            if (grouped) for (const { group } of await validation.toArray()) expect(seen).not.toContain(group);
          }
        },
      ),
      runs,
    );
  });

  it('tells what it does not take', async () => {
    const data = { x: Float32Array.of(1, 2, 3) };
    await expectError(
      () => kFold(data, 4),
      ArgumentError,
      'kFold: `k` must be at most the number of samples, 3; received 4.',
    );
    await expectError(() => kFold(data, 1), ArgumentError, 'kFold: `k` must be an integer of at least 2; received 1.');
  });
});
