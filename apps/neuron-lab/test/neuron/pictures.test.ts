import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plane } from '../../src/neuron/plane.js';
import { standardize } from '../../src/neuron/points.js';
import { relief } from '../../src/neuron/relief.js';
import { format, inner } from '../../src/ui/format.js';
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
  expect(ticks(1, 1)).toEqual([]);
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
  expect([0, -1.23456, 123456, 0.00001234, Number.NaN, -Infinity].map(format)).toEqual([
    '0',
    '−1.235',
    '1.23·10⁵',
    '1.23·10⁻⁵',
    'not a number',
    '−∞',
  ]);
  expect([inner(2), inner(-2)]).toEqual(['2', '(−2)']);
  expect(cssColor(heightColor(-1))).toBe(cssColor(heightColor(0)));
});
