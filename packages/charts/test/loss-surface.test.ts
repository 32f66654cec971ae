import { describe, expect, test } from 'vitest';
import { type LossSurface, lossSurface, toSvg } from '../src/index.js';
import { findAll, parseXml, pathPoints, type XmlElement } from './support/parse-xml.js';

const w = [0, 1, 2, 3, 4];
const b = [0, 10, 20];
/** A slope along w, so that contours are upright lines. */
const slope: LossSurface = { w, b, loss: b.map(() => w) };

function inner(chart: ReturnType<typeof lossSurface>): XmlElement {
  return findAll(parseXml(toSvg(chart)), 'svg').find(({ attributes }) => attributes.overflow === 'hidden')!;
}

function group(root: XmlElement, label: string): XmlElement[] {
  return findAll(root, 'g').filter(({ attributes }) => attributes['data-mark'] === label);
}

test('contours run where the loss is, from edge to edge', () => {
  const picture = inner(lossSurface(slope));
  const width = Number(picture.attributes.width);
  const contours = findAll(group(picture, 'contour')[0]!, 'path');
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
    expect(Math.max(...ys)).toBeGreaterThan(Number(picture.attributes.height));
  });
  expect(contours[0]!.attributes.fill).toBe('rgb(68, 1, 84)');
  expect(contours[13]!.attributes.fill).toBe('rgb(253, 231, 37)');
});

test('the bias grows upwards', () => {
  const picture = inner(lossSurface({ w, b, loss: b.map((bias) => w.map(() => bias)) }));
  const highest = findAll(group(picture, 'contour')[0]!, 'path').at(-1)!;
  expect(
    Math.max(
      ...pathPoints(highest)
        .flat()
        .map(([, y]) => y!),
    ),
  ).toBeLessThan(Number(picture.attributes.height) / 4);
});

test('the path goes through its places, and what is outside is cut off', () => {
  const chart = lossSurface(slope, {
    path: [
      { w: 0, b: 0 },
      { w: 2, b: 10 },
      { w: 8, b: 20 },
    ],
  });
  const picture = inner(chart);
  const [width, height] = [Number(picture.attributes.width), Number(picture.attributes.height)];
  const points = pathPoints(findAll(group(picture, 'line')[0]!, 'path')[0]!)[0]!;
  expect(points[0]).toEqual([0, height]);
  expect(points[1]![0]).toBeCloseTo(width / 2, 1);
  expect(points[1]![1]).toBeCloseTo(height / 2, 1);
  expect(points[2]![0]).toBeCloseTo(width * 2, 1);
  expect(chart.description).toBe(
    'Loss from 0 to 4, lowest on the grid at w 0, b 0. The path of 3 places begins at w 0, b 0 and ends at w 8, b 20.' +
      ' 1 place of it lies outside of the picture.',
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

describe('what is refused', () => {
  test.each([
    ['lossSurface: `w` must have at least 1 number; received [].', { ...slope, w: [] }],
    ['lossSurface: `w` must have at least 2 numbers that increase by equal steps; received [1].', { ...slope, w: [1] }],
    [
      'lossSurface: `b` must have at least 2 numbers that increase by equal steps; received [0, 1, 3].',
      { ...slope, b: [0, 1, 3] },
    ],
    [
      'lossSurface: `b` must have at least 2 numbers that increase by equal steps; received [2, 1, 0].',
      { ...slope, b: [2, 1, 0] },
    ],
    ['lossSurface: `loss` must have 3 elements, as many as b; received 1.', { ...slope, loss: [w] }],
    [
      'lossSurface: `loss[1]` must have 5 elements, as many as loss[0]; received 4.',
      { ...slope, loss: [w, [1, 2, 3, 4], w] },
    ],
    ['lossSurface: `loss[0]` must have 5 elements, as many as w; received 1.', { ...slope, loss: [[1], [1], [1]] }],
    [
      'lossSurface: `loss` must have a finite number; received none.',
      { ...slope, loss: b.map(() => w.map(() => NaN)) },
    ],
  ])('%s', (message, surface) => {
    expect(() => lossSurface(surface)).toThrow(message);
  });

  test('a place that is nowhere', () => {
    expect(() => lossSurface(slope, { path: [{ w: 1, b: NaN }] })).toThrow(
      'lossSurface: `path[0]` must have a finite w and b; received w 1, b NaN.',
    );
  });
});
