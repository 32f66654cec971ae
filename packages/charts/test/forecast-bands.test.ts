import { describe, expect, test } from 'vitest';
import { type Forecast, forecastBands, toSvg } from '../src/index.js';
import { findAll, parseXml, pathPoints } from './support/parse-xml.js';

const forecast: Forecast = {
  time: [1, 2, 3, 4],
  actual: [10, 11, 14, NaN],
  forecast: [NaN, 11, 11.5, 12],
  bands: [
    { level: 0.5, lower: [NaN, 10.5, 11, 11], upper: [NaN, 11.5, 12, 13] },
    { level: 0.9, lower: [NaN, 10, 10, 10], upper: [NaN, 12, 14, 14] },
  ],
};

function parts(chart: ReturnType<typeof forecastBands>, label: string): number[][][][] {
  return findAll(parseXml(toSvg(chart)), 'g')
    .filter(({ attributes }) => attributes['data-mark'] === label)
    .flatMap((group) => findAll(group, 'path').map(pathPoints));
}

test('lines and bands are where their axes say', () => {
  const chart = forecastBands(forecast);
  const [, , , , expected, actual] = parts(chart, 'line');
  // From the left margin 30 to 400 − 12; from 10 at 250 − 42 up to 14 at 28.
  expect(actual![0]).toEqual([
    [30, 208],
    [149.33, 163],
    [268.67, 28],
  ]);
  expect(expected![0]).toEqual([
    [149.33, 163],
    [268.67, 140.5],
    [388, 118],
  ]);
  const [widest, narrow] = parts(chart, 'area');
  expect(widest![0]).toEqual([
    [149.33, 118],
    [268.67, 28],
    [388, 28],
    [388, 208],
    [268.67, 208],
    [149.33, 208],
  ]);
  expect(narrow![0]![0]).toEqual([149.33, 140.5]);
});

test('describes the end and the coverage of the bands', () => {
  expect(forecastBands(forecast, { quantity: 'price', axis: 'day' }).description).toBe(
    'The forecast of price ends with 12 at day 4. The 90 % band there from 10 to 14; it held 100 % of 2 actual values.' +
      ' The 50 % band there from 11 to 13; it held 50 % of 2 actual values.',
  );
  expect(forecastBands({ time: [1], forecast: [2] }).description).toBe('The forecast of value ends with 2 at time 1.');
  expect(forecastBands({ time: [1], forecast: [NaN] }).description).toBe('value: no finite forecast.');
});

test('takes dates, in UTC', () => {
  const time = [1, 2, 3, 4].map((day) => new Date(Date.UTC(2026, 0, day)));
  const chart = forecastBands({ ...forecast, time });
  expect(chart.description).toMatch(/^The forecast of value ends with 12 at time 2026-01-04\./);
  expect(findAll(parseXml(toSvg(chart)), 'text').map(({ text }) => text)).toEqual(
    expect.arrayContaining(['1Jan', '2', '3', '4', 'time →']),
  );
});

test('a value without neighbors is a dot', () => {
  const chart = forecastBands({ time: [1, 2, 3], forecast: [NaN, 2, NaN] });
  expect(findAll(parseXml(toSvg(chart)), 'circle')).toHaveLength(1);
});

describe('invalid arguments', () => {
  test.each([
    ['forecastBands: `time` must have at least 1 number; received [].', { time: [], forecast: [] }],
    ['forecastBands: `time` must increase; received 1 after 1.', { time: [1, 1], forecast: [1, 1] }],
    [
      'forecastBands: `time` must have only finite numbers; received NaN at 0.',
      { time: [new Date(NaN)], forecast: [1] },
    ],
    ['forecastBands: `forecast` must have 2 elements, as many as time; received 1.', { time: [1, 2], forecast: [1] }],
    [
      'forecastBands: `actual` must have 1 element, as many as time; received 2.',
      { time: [1], forecast: [1], actual: [1, 2] },
    ],
    [
      'forecastBands: `bands[0].level` must be above 0 and below 1; received 90.',
      { time: [1], forecast: [1], bands: [{ level: 90, lower: [0], upper: [1] }] },
    ],
    [
      'forecastBands: `bands[0].lower` must be at most the upper bound; received 2 above 1 at 0.',
      { time: [1], forecast: [1], bands: [{ level: 0.9, lower: [2], upper: [1] }] },
    ],
  ])('%s', (message, wrong) => {
    expect(() => forecastBands(wrong)).toThrow(message);
  });
});
