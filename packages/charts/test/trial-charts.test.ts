import { describe, expect, test } from 'vitest';
import { barChart, type Chart, contours, parallelCoordinates, scatterPlot, toSvg } from '../src/index.js';
import { findAll, parseXml, pathPoints, type XmlElement } from './support/parse-xml.js';

function marks(chart: Chart, mark: string, kind: string): XmlElement[] {
  return findAll(parseXml(toSvg(chart)), 'g')
    .filter(({ attributes }) => attributes['data-mark'] === mark)
    .flatMap((group) => findAll(group, kind));
}

const texts = (chart: Chart): string[] => findAll(parseXml(toSvg(chart)), 'text').map(({ text }) => text);

describe('scatterPlot', () => {
  test('draws steps, and points that are colored by their values', () => {
    const points = [1, 2, 3].map((x) => ({ x, y: x % 2, value: x }));
    const best = points.map(({ x }) => ({ x, y: 1 }));
    const chart = scatterPlot({ trials: points, best }, { axis: 'trial', quantity: 'accuracy', steps: ['best'] });
    const fills = marks(chart, 'dot', 'circle').map(({ attributes }) => attributes.fill);
    expect(new Set(fills).size).toBeGreaterThanOrEqual(3);
    expect(texts(chart)).toEqual(expect.arrayContaining(['trials', 'best', 'trial →', '↑ accuracy', 'value 1', '3']));
    expect(chart.description).toBe('6 points, trial 1 to 3, accuracy 0 to 1. trials: 3. best: 3.');
  });

  test('begins at 0 where a value is 0, and leaves out labels of a narrow logarithmic axis', () => {
    const points = [2e-4, 1e-3, 3e-2].map((x, i) => ({ x, y: i / 2 }));
    const labels = (width: number): string[] => texts(scatterPlot({ a: points }, { logarithmic: 'x', width }));
    expect(labels(320)).toEqual(expect.arrayContaining(['0.0', '1.0', '0.001', '0.01']));
    for (const label of ['−0.2', '−0.5', '0.002']) expect(labels(320)).not.toContain(label);
    expect(labels(480)).toContain('0.002');
  });

  test('names places that have no numbers', () => {
    const chart = scatterPlot({ a: [{ x: 1, y: 0 }] }, { xLabels: ['relu', 'tanh'] });
    expect(texts(chart)).toEqual(expect.arrayContaining(['relu', 'tanh']));
  });

  test.each([
    [{}, {}, 'scatterPlot: `series` must have at least 1 point; received an empty object.'],
    [{ a: [{ x: NaN, y: 0 }] }, {}, 'scatterPlot: `x` must have only finite numbers; received NaN at 0.'],
    [
      { a: [{ x: 1, y: 0 }] },
      { logarithmic: 'y' },
      'scatterPlot: `y` must be above 0 on a logarithmic axis; received 0.',
    ],
  ] as const)('refuses %j', (series, options, message) => {
    expect(() => scatterPlot(series as never, options)).toThrow(message);
  });
});

describe('barChart', () => {
  test('is as long as its values', () => {
    const widths = marks(barChart({ one: 1, half: 0.5 }), 'bar', 'rect').map(({ attributes }) =>
      Number(attributes.width),
    );
    expect(widths[0]! / widths[1]!).toBeCloseTo(2, 1);
    expect(barChart({ one: 1, half: 0.5 }).description).toBe('2 bars of value from 0.5 to 1, largest of one.');
  });

  test('refuses no bar, and NaN', () => {
    expect(() => barChart({})).toThrow('barChart: `values` must have at least 1 bar; received an empty object.');
    expect(() => barChart({ a: NaN })).toThrow('barChart: `values` must have only finite numbers; received NaN at 0.');
  });
});

describe('contours', () => {
  const grid = [0, 1, 2, 3].flatMap((x) => [0, 1, 2, 3].map((y) => ({ x, y, value: x })));

  test('have a level for each tenth, and a dot for each point', () => {
    const chart = contours(grid, { quantity: 'accuracy' });
    expect(marks(chart, 'contour', 'path').length).toBeGreaterThan(5);
    expect(marks(chart, 'dot', 'circle')).toHaveLength(16);
    expect(chart.description).toBe('accuracy from 0 to 3 at 16 points, highest at x 3, y 0.');
  });

  test('leave the surface out where all points lie on a line', () => {
    expect(marks(contours(grid.slice(0, 4)), 'contour', 'path')).toEqual([]);
    expect(() => contours(grid.slice(0, 2))).toThrow('contours: `points` must have at least 3 points; received');
  });
});

describe('parallelCoordinates', () => {
  test('lets the names of the first and the last axis begin and end at its edges', () => {
    const values = { convolutions: 1, rate: 0.000123456, augmentation: 2 };
    const chart = parallelCoordinates(
      [
        { values, value: 1 },
        { values: { ...values, rate: 1 }, value: 0 },
      ],
      {
        width: 300,
      },
    );
    const names = findAll(parseXml(toSvg(chart)), 'g').filter(({ attributes }) => attributes['font-weight'] === '600');
    expect(names.map(({ attributes }) => attributes['text-anchor'])).toEqual(['start', undefined, 'end']);
    expect(texts(chart)).toContain('0.000123');
  });

  test('leaves out what a trial does not have', () => {
    const chart = parallelCoordinates(
      [
        { values: { rate: 0.01, kind: 'none', on: true }, value: 1 },
        { values: { rate: 1, kind: 'some', units: 3, on: true }, value: 0 },
        { values: { rate: 0.1, kind: 'some', units: 9, on: true }, value: 0.5 },
      ],
      { logarithmic: ['rate'], quantity: 'accuracy' },
    );
    const lines = marks(chart, 'line', 'path').map((path) => pathPoints(path).flat());
    expect(lines.map((points) => points.length).sort()).toEqual([3, 4, 4]);
    // A tenth is in the middle between a hundredth and one.
    const [low, middle, high] = lines.map(([start]) => start![1]!).sort((a, b) => b - a);
    expect(low! - middle!).toBeCloseTo(middle! - high!, 1);
    expect(texts(chart)).toEqual(expect.arrayContaining(['rate', 'kind', 'units', 'none', 'some', '3', '9', 'true']));
    expect(chart.description).toContain('the best, with accuracy 1, has rate 0.01, kind none, on true.');
  });

  test('refuses rows without values', () => {
    expect(() => parallelCoordinates([])).toThrow('parallelCoordinates: `rows` must have at least 1 row with values;');
  });
});
