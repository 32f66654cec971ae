import { describe, expect, test } from 'vitest';
import { type LossSurface, lossSurface, toSvg } from '../src/index.js';
import { findAll, parseXml, pathPoints, type XmlElement } from './support/parse-xml.js';

const w = [0, 1, 2, 3, 4];
const b = [0, 10, 20];
/** A loss that grows along w, so that contours are vertical lines. */
const plane: LossSurface = { w, b, loss: b.map(() => w) };

function inner(chart: ReturnType<typeof lossSurface>): XmlElement {
  return findAll(parseXml(toSvg(chart)), 'svg').find(({ attributes }) => attributes.overflow === 'hidden')!;
}

function group(root: XmlElement, label: string): XmlElement[] {
  return findAll(root, 'g').filter(({ attributes }) => attributes['data-mark'] === label);
}

test('contours run where the loss is, from edge to edge', () => {
  const drawing = inner(lossSurface(plane));
  const width = Number(drawing.attributes.width);
  const contours = findAll(group(drawing, 'contour')[0]!, 'path');
  expect(contours).toHaveLength(14);
  contours.forEach((contour, i) => {
    const xs = pathPoints(contour)
      .flat()
      .map(([x]) => x!);
    const ys = pathPoints(contour)
      .flat()
      .map(([, y]) => y!);
    // The level i is (i / 14)² of the way from 0 to 4, and so is its line; the first takes in all.
    if (i > 0) expect(Math.min(...xs)).toBeCloseTo(width * (i / 14) ** 2, 1);
    else expect(Math.min(...xs)).toBeLessThan(0);
    expect(Math.max(...xs)).toBeGreaterThan(width);
    expect(Math.min(...ys)).toBeLessThan(0);
    expect(Math.max(...ys)).toBeGreaterThan(Number(drawing.attributes.height));
  });
  expect(contours[0]!.attributes.fill).toBe('rgb(68, 1, 84)');
  expect(contours[13]!.attributes.fill).toBe('rgb(253, 231, 37)');
});

test('the bias grows upwards', () => {
  const drawing = inner(lossSurface({ w, b, loss: b.map((bias) => w.map(() => bias)) }));
  const highest = findAll(group(drawing, 'contour')[0]!, 'path').at(-1)!;
  expect(
    Math.max(
      ...pathPoints(highest)
        .flat()
        .map(([, y]) => y!),
    ),
  ).toBeLessThan(Number(drawing.attributes.height) / 4);
});

test('the path goes through its points, clipped at the edge', () => {
  const chart = lossSurface(plane, {
    path: [
      { w: 0, b: 0 },
      { w: 2, b: 10 },
      { w: 8, b: 20 },
    ],
  });
  const drawing = inner(chart);
  const [width, height] = [Number(drawing.attributes.width), Number(drawing.attributes.height)];
  const points = pathPoints(findAll(group(drawing, 'line')[0]!, 'path')[0]!)[0]!;
  expect(points[0]).toEqual([0, height]);
  expect(points[1]![0]).toBeCloseTo(width / 2, 1);
  expect(points[1]![1]).toBeCloseTo(height / 2, 1);
  expect(points[2]![0]).toBeCloseTo(width * 2, 1);
  expect(chart.description).toBe(
    'Loss from 0 to 4, lowest on the grid at w 0, b 0. The path of 3 points begins at w 0, b 0 and ends at w 8, b 20.' +
      ' 1 point of it lies outside of the plot.',
  );
});

test('a loss that is not finite is a hole', () => {
  const loss = b.map((_, j) => w.map((_, i) => (j === 1 && i === 2 ? NaN : 1 + i)));
  const chart = lossSurface({ w, b, loss });
  expect(chart.description).toBe(
    'Loss from 1 to 5, lowest on the grid at w 0, b 0. 1 loss is not finite and left open.',
  );
  const lowest = findAll(group(inner(chart), 'contour')[0]!, 'path')[0]!;
  expect(pathPoints(lowest)).toHaveLength(2);
});

describe('invalid arguments', () => {
  test.each([
    ['lossSurface: `w` must have at least 1 number; received [].', { ...plane, w: [] }],
    ['lossSurface: `w` must have at least 2 numbers that increase by equal steps; received [1].', { ...plane, w: [1] }],
    [
      'lossSurface: `b` must have at least 2 numbers that increase by equal steps; received [0, 1, 3].',
      { ...plane, b: [0, 1, 3] },
    ],
    [
      'lossSurface: `b` must have at least 2 numbers that increase by equal steps; received [2, 1, 0].',
      { ...plane, b: [2, 1, 0] },
    ],
    ['lossSurface: `loss` must have 3 elements, as many as b; received 1.', { ...plane, loss: [w] }],
    [
      'lossSurface: `loss[1]` must have 5 elements, as many as loss[0]; received 4.',
      { ...plane, loss: [w, [1, 2, 3, 4], w] },
    ],
    ['lossSurface: `loss[0]` must have 5 elements, as many as w; received 1.', { ...plane, loss: [[1], [1], [1]] }],
    [
      'lossSurface: `loss` must have a finite number; received none.',
      { ...plane, loss: b.map(() => w.map(() => NaN)) },
    ],
  ])('%s', (message, surface) => {
    expect(() => lossSurface(surface)).toThrow(message);
  });

  test('a point that is not finite', () => {
    expect(() => lossSurface(plane, { path: [{ w: 1, b: NaN }] })).toThrow(
      'lossSurface: `path[0]` must have a finite w and b; received w 1, b NaN.',
    );
  });
});
