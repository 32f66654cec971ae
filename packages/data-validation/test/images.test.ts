import { hostArray } from '@neurite/core';
import { describe, expect, it } from 'vitest';
import { examine } from '../src/index.js';
import { onlyFound } from './support/found.js';
import { blur, changed, waves } from './support/images.js';

const clean = waves(300, 5);

describe('findings about images', () => {
  it('are none of clean ones', async () => {
    const { findings, checks, train } = await examine(clean, waves(120, 6));
    expect(findings).toEqual([]);
    expect(train.images).toEqual({ least: [16, 16, 1], greatest: [16, 16, 1] });
    expect(checks.find(({ kind }) => kind === 'missing-values')).toMatchObject({ reason: 'the inputs are images' });
  });

  it.each<[string, readonly number[], (image: Uint8Array) => void]>([
    ['dark-images', [3, 77, 150], (image) => image.set(image.map((value) => value / 10))],
    ['bright-images', [3, 77, 150], (image) => image.set(image.map((value) => 255 - value / 10))],
    ['flat-images', [77], (image) => image.fill(128)],
    ['blurred-images', [3, 77, 150], blur],
  ])('%s', async (kind, rows, change) => {
    const found = await onlyFound(kind, changed(clean, rows, change));
    expect([...found.rows].sort((a, b) => a - b)).toEqual(rows);
  });

  it('odd-sizes', async () => {
    async function* samples() {
      const data = clean.x.data as Uint8Array;
      for (let i = 0; i < 60; i++) {
        const pixels = data.slice(i * 256, (i + 1) * 256);
        yield { x: hostArray(i === 13 ? pixels.slice(0, 64) : pixels, i === 13 ? [4, 16, 1] : [16, 16, 1]), y: i % 2 };
      }
    }
    const { findings } = await examine(samples());
    expect(findings.find(({ kind }) => kind === 'odd-sizes')).toMatchObject({ rows: [13], value: 4 });
  });

  it('duplicates of images', async () => {
    const pixels = clean.x.data as Uint8Array;
    const copies = changed(clean, [297, 298, 299], (image) => image.set(pixels.subarray(4 * 256, 5 * 256)));
    const { findings } = await examine({ x: copies.x, y: copies.y.map((label, i) => (i > 296 ? clean.y[4]! : label)) });
    expect(findings).toMatchObject([{ kind: 'duplicate-rows', rows: [297, 298, 299] }]);
    const { findings: inTest } = await examine(clean, copies);
    expect(inTest.find((one) => one.kind === 'duplicates-in-test')).toMatchObject({ rowCount: 300, value: 1 });
  });
});
