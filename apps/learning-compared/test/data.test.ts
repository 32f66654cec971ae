import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostArray } from '@neurite/core';
import { encodePng } from '@neurite/images/png';
import { afterAll, describe, expect, it } from 'vitest';
import type { DataSet } from '../src/data/data-set.js';
import { drawSamples, mostSamples } from '../src/data/draw-samples.js';
import { penguins } from '../src/data/penguins.js';
import { pets } from '../src/data/pets.js';
import { planCells, sizesFor } from '../src/run/plan.js';
import { scaleOf } from '../src/run/settings.js';

describe('draws', () => {
  const labels = Int32Array.from({ length: 200 }, (_, i) => (i < 150 ? 0 : 1));
  const set = { labels, testSamples: 40 };

  it('have each class in its share, and learn from nothing that is tested on', async () => {
    const { train, test } = await drawSamples(set, { samples: 60, seed: 1 });
    expect([train.length, test.length]).toEqual([60, 40]);
    const ones = (rows: Uint32Array) => rows.filter((row) => labels[row] === 1).length;
    expect([ones(train), ones(test)]).toEqual([15, 10]);
    expect(new Set([...train, ...test]).size).toBe(100);
  });

  it('test on the same samples for one seed, and on others for another', async () => {
    const [few, all, other] = await Promise.all([
      drawSamples(set, { samples: 20, seed: 1 }),
      drawSamples(set, { samples: 160, seed: 1 }),
      drawSamples(set, { samples: 160, seed: 2 }),
    ]);
    expect(all.train.length).toBe(mostSamples(set));
    expect([...few.test].sort()).toEqual([...all.test].sort());
    expect([...other.test].sort()).not.toEqual([...all.test].sort());
    const again = await drawSamples(set, { samples: 20, seed: 1 });
    expect(again.train).toEqual(few.train);
  });
});

describe('penguins', () => {
  it('are rows with ratios beside the measures; what is missing stays so', async () => {
    const { labels, classes, inputs, testSamples } = await penguins();
    expect(labels).toHaveLength(344);
    expect(classes.map((_, species) => labels.filter((label) => label === species).length)).toEqual([152, 68, 124]);
    expect([inputs.raw.table.columns, inputs.features.table.columns, testSamples]).toEqual([9, 13, 69]);
    expect(inputs.raw.table.data.filter(Number.isNaN)).toHaveLength(8);
  });
});

describe('pets', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pets-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (path: string, count: number) => {
    mkdirSync(join(folder, path), { recursive: true });
    for (let i = 0; i < count; i++) {
      const image = hostArray(new Uint8Array(48).fill(20 * i), [4, 4, 3]);
      writeFileSync(join(folder, path, `${i}.png`), encodePng(image));
    }
  };
  const all = { most: Number.POSITIVE_INFINITY };

  it('are not there where no folder is named, and the reason is', async () => {
    expect(await pets(undefined, all)).toEqual({
      name: 'pets',
      reason: 'no folder of photographs was named, by --pets or NEURITE_PETS',
    });
  });

  it('of two folders are taken together, class by class', async () => {
    for (const part of ['both/train', 'both/test']) {
      write(`${part}/cat`, 4);
      write(`${part}/dog`, 3);
    }
    writeFileSync(join(folder, 'both/train/cat/broken.png'), 'not an image');
    const { labels, classes, shape, inputs, source, testSamples } = (await pets(join(folder, 'both'), all)) as DataSet;
    expect([...labels]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
    expect([classes, shape, testSamples]).toEqual([['cat', 'dog'], [32, 32, 3], 4]);
    expect(inputs.raw.table.data[inputs.raw.table.columns]).toBeCloseTo(20 / 255, 6);
    expect(source).toContain('14 photographs of cat and dog');
    expect(source).toContain('1 file could not be read');
  });

  it('in another form are refused in one sentence', async () => {
    await expect(pets(join(folder, 'nowhere'), all)).rejects.toThrow(
      `${join(folder, 'nowhere')}: there is no such folder. Name a folder with a folder of images for each class`,
    );
    write('single/cat', 1);
    await expect(pets(join(folder, 'single'), all)).rejects.toThrow('there is one class with images, cat.');
    write('odd/train/cat', 1);
    write('odd/train/dog', 1);
    write('odd/test/cat', 1);
    write('odd/test/owl', 1);
    await expect(pets(join(folder, 'odd'), all)).rejects.toThrow('different classes, cat, dog and cat, owl.');
  });
});

describe('the plan', () => {
  it('ends with all samples, and leaves out a number that is nearly all', () => {
    const of = (count: number, testSamples: number) =>
      sizesFor({ labels: new Int32Array(count), testSamples }, { sizes: [50, 100, 300, 1000] });
    expect(of(10_000, 1000)).toEqual([50, 100, 300, 1000, 9000]);
    expect(of(344, 69)).toEqual([50, 100, 275]);
    expect(of(400, 80)).toEqual([50, 100, 320]);
  });

  it('has every model on what it can learn from, and fewer seeds of many samples', async () => {
    const set = await penguins();
    const cells = planCells([set], scaleOf({ quick: false }));
    expect(new Set(cells.map(({ model }) => model)).has('convolutional')).toBe(false);
    // 8 classical models on both inputs and one network, 2 sizes, 5 seeds.
    expect(cells).toHaveLength((8 * 2 + 1) * 2 * 5);
    const images = {
      ...set,
      name: 'images',
      shape: [2, 2, 1],
      labels: new Int32Array(4000),
      testSamples: 400,
    } as const;
    const large = planCells([images], scaleOf({ quick: false }));
    expect(large.filter(({ samples, model }) => samples === 3600 && model === 'convolutional')).toHaveLength(3);
    expect(large.filter(({ samples, model }) => samples === 50 && model === 'convolutional')).toHaveLength(5);
  });
});
