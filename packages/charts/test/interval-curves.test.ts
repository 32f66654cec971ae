import { describe, expect, test } from 'vitest';
import { type IntervalPoint, intervalCurves, toSvg } from '../src/index.js';
import { findAll, parseXml, pathPoints, type XmlElement } from './support/parse-xml.js';

const point = (x: number, mean: number, half: number): IntervalPoint => ({
  x,
  mean,
  lower: mean - half,
  upper: mean + half,
});
const series = { forest: [point(10, 0.5, 0.5), point(100, 0.75, 0.25), point(1000, 1, 0)] };

function marks(chart: ReturnType<typeof intervalCurves>, mark: string, kind: string): XmlElement[] {
  return findAll(parseXml(toSvg(chart)), 'g')
    .filter(({ attributes }) => attributes['data-mark'] === mark)
    .flatMap((group) => findAll(group, kind));
}

function texts(chart: ReturnType<typeof intervalCurves>): string[] {
  return findAll(parseXml(toSvg(chart)), 'text').map(({ text }) => text);
}

describe('the drawing', () => {
  test('equal factors are equally far apart on a logarithmic axis, and bars reach from bound to bound', () => {
    const chart = intervalCurves(series, { logarithmic: 'x', axis: 'samples', quantity: 'accuracy' });
    const [line] = marks(chart, 'line', 'path');
    const places = pathPoints(line!)[0]!;
    expect(places[1]![0]! - places[0]![0]!).toBeCloseTo(places[2]![0]! - places[1]![0]!, 1);
    const bars = marks(chart, 'rule', 'line').map(({ attributes }) => [Number(attributes.y1), Number(attributes.y2)]);
    // The plot reaches from 28 (1) to 208 (0).
    expect(bars.map((ends) => ends.sort((a, b) => a - b))).toEqual([
      [28, 208],
      [28, 118],
      [28, 28],
    ]);
    expect(texts(chart)).toEqual(
      expect.arrayContaining(['10', '100', '1,000', 'samples, logarithmic →', '↑ accuracy', 'forest']),
    );
  });

  test('places too close for their labels have none, the last one always', () => {
    const close = [1, 2, 2.05, 2.1, 1000].map((x) => point(x, x, 0.1));
    const labels = texts(intervalCurves({ a: close }, { logarithmic: 'both' }));
    expect(labels).toEqual(expect.arrayContaining(['1', '2.1', '1,000']));
    expect(labels).not.toContain('2.05');
  });

  test('a bound that is not finite or has no place on the axis draws no further than the axis', () => {
    const points = [
      { x: 1, mean: 2, lower: -Infinity, upper: Infinity },
      { x: 2, mean: 4, lower: -1, upper: 8 },
    ];
    const chart = intervalCurves({ a: points }, { logarithmic: 'y' });
    expect(marks(chart, 'rule', 'line')).toHaveLength(1);
    for (const { attributes } of marks(chart, 'rule', 'line')) {
      expect([Number(attributes.y1), Number(attributes.y2)].every((y) => y >= 28 && y <= 208)).toBe(true);
    }
  });

  test('the description has the ends and the last interval', () => {
    expect(intervalCurves(series, { quantity: 'accuracy', axis: 'samples' }).description).toBe(
      'Accuracy, samples 10 to 1,000. forest: from 0.5 to 1 (1 to 1).',
    );
    const single = { a: [{ x: 3, mean: 1, lower: -Infinity, upper: Infinity }] };
    expect(intervalCurves(single).description).toBe('Value, x 3. a: 1.');
  });
});

test.each([
  [{}, {}, 'intervalCurves: `series` must have at least 1; received'],
  [{ a: [] }, {}, "intervalCurves: `series['a']` must have at least 1 point; received"],
  [
    { a: [point(Number.NaN, 1, 0)] },
    {},
    "intervalCurves: `series['a']: x` must have only finite numbers; received NaN at 0.",
  ],
  [
    { a: [point(1, Number.NaN, 0)] },
    {},
    "intervalCurves: `series['a']: mean` must have only finite numbers; received NaN at 0.",
  ],
  [
    { a: [point(0, 1, 0)] },
    { logarithmic: 'x' },
    "intervalCurves: `series['a']: x` must be above 0 on a logarithmic axis; received 0.",
  ],
  [
    { a: [point(1, 0, 0)] },
    { logarithmic: 'y' },
    "intervalCurves: `series['a']: mean` must be above 0 on a logarithmic axis; received 0.",
  ],
  [
    { a: [point(1, 1, -1)] },
    {},
    "intervalCurves: `series['a']` must have bounds on both sides of the mean; received 2 to 0 around 1.",
  ],
  [series, { width: 100 }, 'intervalCurves: `width` must be a finite number of at least 160; received 100.'],
] as const)('is refused: %j %j', (given, options, sentence) => {
  expect(() => intervalCurves(given, options)).toThrow(sentence);
});
