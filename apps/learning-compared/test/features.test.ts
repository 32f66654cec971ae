import { describe, expect, it } from 'vitest';
import fixture from '../../../fixtures/learning-compared/features.json' with { type: 'json' };
import { colorMoments } from '../src/features/color-moments.js';
import { countLines, linesOfCode } from '../src/features/count-lines.js';
import { imageFeatures } from '../src/features/image-features.js';
import { moments } from '../src/features/moments.js';
import { orientedGradients } from '../src/features/oriented-gradients.js';
import { penguinFeatures } from '../src/features/penguin-features.js';
import { projections } from '../src/features/projections.js';

describe('histograms of oriented gradients', () => {
  it.each(fixture.gradients)('are those of scikit-image: $name', ({ shape, cell, image, hog }) => {
    const [height, width, channels] = shape as [number, number, number];
    const found = orientedGradients({ data: image, height, width, channels }, { cell });
    expect(found).toHaveLength(hog.length);
    // scikit-image adds up in float32.
    for (const [i, value] of hog.entries()) expect(found[i]).toBeCloseTo(value, 7);
  });

  it('of an edge that runs down lie in the first direction: the gradient points to the right', () => {
    const data = Float64Array.from({ length: 64 }, (_, i) => (i % 8 < 4 ? 0 : 1));
    const found = orientedGradients({ data, height: 8, width: 8, channels: 1 }, { cell: 4 });
    // Four equal cells, each with one direction: 1 / √4, clipped to 0.2, and normalized again.
    expect(Array.from(found, (value) => Math.round(100 * value) / 100)).toEqual(
      [0, 1, 2, 3].flatMap(() => [0.5, 0, 0, 0, 0, 0, 0, 0, 0]),
    );
  });
});

describe('moments', () => {
  it.each(fixture.moments)('are those of OpenCV: $name', ({ shape, image, hu, center }) => {
    const [height, width] = shape as [number, number];
    const found = moments({ data: Float64Array.from(image), height, width });
    expect(found[1]! * width).toBeCloseTo(center[0]!, 9);
    expect(found[2]! * height).toBeCloseTo(center[1]!, 9);
    const logarithms = hu.map((value) => Math.sign(value) * (30 + Math.log10(Math.abs(value))));
    for (const [i, value] of logarithms.entries()) expect(found[5 + i]).toBeCloseTo(value, 6);
  });

  it('of a black image are 0', () => {
    expect(moments({ data: new Float64Array(6), height: 2, width: 3 })).toEqual(new Float64Array(12));
  });
});

describe('other features', () => {
  it('projections are the means of rows, then of columns', () => {
    const image = { data: Float64Array.of(1, 2, 3, 5, 6, 7), height: 2, width: 3 };
    expect(projections(image)).toEqual(Float64Array.of(2, 6, 3, 4, 5));
  });

  it('moments of color are mean, deviation and skewness of each channel', () => {
    const found = colorMoments({ data: [0, 5, 0, 5, 3, 5], height: 1, width: 3, channels: 2 });
    expect(found[0]).toBe(1);
    expect(found[1]).toBeCloseTo(Math.SQRT2, 12);
    expect(found[2]).toBeCloseTo(Math.cbrt((8 - 1 - 1) / 3), 12);
    expect([...found.subarray(3)]).toEqual([5, 0, 0]);
  });

  it('a penguin has ratios beside its measures, and none where a measure is missing', () => {
    const data = Float32Array.of(40, 20, 200, 4000, Number.NaN, 20, 200, 4000);
    const { columns, data: found } = penguinFeatures({ rows: 2, columns: 4, data });
    expect(columns).toBe(8);
    expect([...found.subarray(4, 8)]).toEqual([2, 800, Math.fround(0.2), 500]);
    expect([...found.subarray(12)]).toEqual([Number.NaN, Number.NaN, Number.NaN, 500]);
  });

  it('those of images stand in one row, of colors in a longer one', () => {
    const gray = imageFeatures(new Float32Array(2 * 28 * 28).fill(0.5), [28, 28, 1]);
    // 3 × 3 blocks of 36, 28 + 28 means, 12 moments.
    expect(gray).toMatchObject({ rows: 2, columns: 324 + 56 + 12 });
    expect(gray.data.every(Number.isFinite)).toBe(true);
    expect(imageFeatures(new Float32Array(32 * 32 * 3), [32, 32, 3]).columns).toBe(324 + 64 + 12 + 9);
  });
});

describe('lines of code', () => {
  it('are those that are neither empty nor a comment', () => {
    const text =
      "/**\n * What.\n */\nconst a = 1; // one\n\n// alone\n  /* two\n   lines */\nconst url = 'https://x';\n";
    expect(linesOfCode(text)).toBe(2);
  });

  it('of this program are found beside it', async () => {
    expect(await countLines('features', ['projections.ts'])).toBeGreaterThan(8);
    expect(await countLines('features', ['projections.ts', 'moments.ts'])).toBeGreaterThan(40);
  });
});
