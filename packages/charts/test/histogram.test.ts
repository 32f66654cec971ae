import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { histogram, toSvg } from '../src/index.js';
import { findAll, parseXml } from './support/parse-xml.js';

function bars(chart: ReturnType<typeof histogram>) {
  const groups = findAll(parseXml(toSvg(chart)), 'g').filter(({ attributes }) => attributes['data-mark'] === 'rect');
  return groups.map((group) => findAll(group, 'rect'));
}

test('each bar is as high as there are values in its interval', () => {
  const chart = histogram([0, 0.5, 1, 1, 2, 3.9, 4], { bins: 4 });
  const [drawn] = bars(chart);
  expect(drawn!.map(({ text }) => text)).toEqual([
    '0 to 1: 2 values',
    '1 to 2: 2 values',
    '2 to 3: 1 value',
    '3 to 4: 2 values',
  ]);
  // From 160 − 42 up to 28 for the most, 2.
  expect(drawn!.map(({ attributes }) => Number(attributes.height))).toEqual([90, 90, 45, 90]);
  const widths = drawn!.map(({ attributes }) => Number(attributes.width));
  expect(Math.max(...widths) - Math.min(...widths)).toBeLessThan(0.02);
});

test('every value is counted', () => {
  fc.assert(
    fc.property(
      fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }),
      fc.integer({ min: 1, max: 40 }),
      (values, bins) => {
        const [drawn] = bars(histogram(values, { bins }));
        const count = drawn!.reduce(
          (sum, { text }) => sum + Number(/: ([\d,]+) /.exec(text)![1]!.replaceAll(',', '')),
          0,
        );
        expect(count).toBe(values.length);
      },
    ),
  );
});

test('each set has its own scales', () => {
  const chart = histogram({
    'layers.0.kernel': [1, 2],
    'layers.0.kernel, gradient': Float32Array.of(1e-6, 3e-6, 3e-6),
  });
  expect(bars(chart)).toHaveLength(2);
  expect(chart.description).toBe(
    'layers.0.kernel: 2 values from 1 to 2, mean 1.5, standard deviation 0.5.' +
      ' layers.0.kernel, gradient: 3 values from 1e−6 to 3e−6, mean 2.33e−6, standard deviation 9.43e−7.',
  );
});

test.each([
  [[5], '1 value from 5 to 5, mean 5, standard deviation 0.'],
  [[0, 0, 1], '3 values from 0 to 1, mean 0.3333, standard deviation 0.4714, 2 are 0.'],
  [[1, NaN, Infinity], '1 value from 1 to 1, mean 1, standard deviation 0. 2 values are not finite and not drawn.'],
  [[NaN], 'no finite value. 1 value is not finite and not drawn.'],
])('%j: %s', (values, description) => {
  expect(histogram(values).description).toBe(description);
});

describe('invalid arguments', () => {
  test.each([
    ['histogram: `values` must have at least 1 number; received [].', () => histogram([])],
    ['histogram: `values` must have at least 1 set; received an empty object.', () => histogram({})],
    [
      "histogram: `values['bias']` must have at least 1 number; received a Float32Array of 0 bytes.",
      () => histogram({ bias: new Float32Array() }),
    ],
    ['histogram: `bins` must be an integer of at least 1; received 2.5.', () => histogram([1], { bins: 2.5 })],
    ['histogram: `height` must be a finite number of at least 160; received 0.', () => histogram([1], { height: 0 })],
  ])('%s', (message, make) => {
    expect(make).toThrow(message);
  });
});
