import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plane } from '../../src/neuron/plane.js';
import { standardize } from '../../src/neuron/points.js';
import { relief } from '../../src/neuron/relief.js';
import { zoomed, zoomFor } from '../../src/neuron/surface.js';
import { plotFrame } from '../../src/ui/axis.js';
import { format, formatAlike, inner } from '../../src/ui/format.js';
import { cssColor, heightColor } from '../../src/ui/palette.js';
import { ticks } from '../../src/ui/ticks.js';

test('a place on the screen is the place that was put there', () => {
  const box = { left: 40, top: 10, width: 300, height: 200 };
  const { toScreen, fromScreen } = plane({ w: [-2, 4], b: [0, 1] }, box);
  expect(toScreen(-2, 1)).toEqual([40, 10]);
  const [x, y] = toScreen(1.25, 0.3);
  expect(fromScreen(x, y)).toEqual({ w: expect.closeTo(1.25), b: expect.closeTo(0.3) });
});

test('a relief paints what is far first, and leaves out what is outside', () => {
  const surface = { w: [0, 1], b: [0, 1], size: 3, loss: Float32Array.of(4, 1, 4, 1, 0, 1, 4, 1, 4) } as const;
  const { patches, place } = relief(surface, { view: { turn: 20, tilt: 35 }, width: 300, height: 200, every: 1 });
  expect(patches).toHaveLength(4);
  expect(patches.map(({ near }) => near)).toEqual(patches.map(({ near }) => near).sort((a, b) => a - b));
  expect(place(0.5, 0.5, 0)).toBeDefined();
  expect(place(1.5, 0.5, 0)).toBeUndefined();
  expect(place(0.5, 0.5, Number.NaN)).toBeUndefined();
});

test('standardized points have mean 0 and deviation 1; equal ones stay equal', () => {
  const points = standardize([
    { x: 1000, y: 5 },
    { x: 3000, y: 5 },
  ]);
  expect(points).toEqual([
    { x: -1, y: 0 },
    { x: 1, y: 0 },
  ]);
});

test('ticks are round, inside, and not many', () => {
  expect(ticks(-2.4, 4.6, 5)).toEqual([-2, 0, 2, 4]);
  expect(ticks(-9e5, 9e5, 3)).toEqual([-5e5, 0, 5e5]);
  expect(ticks(1, 1)).toEqual([]);
  expect(ticks(-992.2, -950.0001, 1)).toEqual([-980]);
  fc.assert(
    fc.property(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
      (low, width) => {
        const found = ticks(low, low + width, 5);
        expect(found.length).toBeLessThanOrEqual(6);
        for (const value of found) expect(value).toBeGreaterThanOrEqual(low - width * 1e-6);
      },
    ),
  );
});

test('numbers for people', () => {
  expect([0, -1.23456, 123456, 1234567, 0.00001234, Number.NaN, -Infinity].map(format)).toEqual([
    '0',
    '−1.235',
    '123,500',
    '1.23·10⁶',
    '1.23·10⁻⁵',
    'not a number',
    '−∞',
  ]);
  expect([inner(2), inner(-2)]).toEqual(['2', '(−2)']);
  expect(cssColor(heightColor(-1))).toBe(cssColor(heightColor(0)));
});

test('numbers that stand together have one format', () => {
  expect(formatAlike([0.0435, 0.05536])).toEqual(['0.04350', '0.05536']);
  expect(formatAlike([0, 50_000, 100_000, 150_000], 50_000)).toEqual(['0', '50,000', '100,000', '150,000']);
  expect(formatAlike([-2e6, 0, 2.5e6], 5e5)).toEqual(['−2.0·10⁶', '0', '2.5·10⁶']);
  expect(formatAlike([0.9, 1, 1.1], 0.1)).toEqual(['0.9', '1.0', '1.1']);
  expect(formatAlike([1e-5, 2e-5], 1e-5)).toEqual(['1·10⁻⁵', '2·10⁻⁵']);
  expect(formatAlike([Number.NaN, 1, Infinity])).toEqual(['not a number', '1', '∞']);
});

test('margins hold the numbers of the axes, however long they are', () => {
  const measure = (text: string): number => 7 * text.length;
  fc.assert(
    fc.property(
      fc.double({ min: -1e9, max: 1e9, noNaN: true }),
      fc.double({ min: 1e-2, max: 1e2, noNaN: true }),
      fc.integer({ min: 250, max: 700 }),
      (low, share, width) => {
        const span = Math.max(Math.abs(low), 1e-3) * share;
        const { box, x, y } = plotFrame(
          { x: [low, low + span], y: [low, low + span] },
          { width, height: 300 },
          measure,
        );
        expect(x.ticks.length).toBeGreaterThan(0);
        for (const label of y.labels) expect(measure(label)).toBeLessThanOrEqual(box.left - 7);
        expect(box.left + box.width + measure(x.labels.at(-1) ?? '') / 2).toBeLessThanOrEqual(width);
        const apart = box.width / ((x.range[1] - x.range[0]) / ((x.ticks[1] ?? Infinity) - x.ticks[0]!));
        expect(apart).toBeGreaterThan(x.width);
      },
    ),
  );
});

test('the range zooms out in doublings until the path is inside, and ignores what is lost', () => {
  const range = { w: [-1, 1], b: [0, 4] } as const;
  expect(zoomFor(range, [{ w: 0.9, b: 3.9 }])).toBe(1);
  expect(zoomFor(range, [{ w: 1.5, b: 0 }])).toBe(2);
  expect(zoomFor(range, [{ w: 0, b: -9 }])).toBe(8);
  expect(zoomFor(range, [{ w: Number.NaN, b: 1e30 }])).toBe(1);
  expect(zoomed(range, 2)).toEqual({ w: [-2, 2], b: [-2, 6] });
});
