import { describe, expect, test } from 'vitest';
import { confusionMatrix, toSvg } from '../src/index.js';
import { findAll, parseXml } from './support/parse-xml.js';

const labels = ['cat', 'dog', 'cow'];
const counts = [
  [90, 10, 0],
  [1, 3, 0],
  [0, 0, 1200],
];

function cells(chart: ReturnType<typeof confusionMatrix>) {
  const [group] = findAll(parseXml(toSvg(chart)), 'g').filter(({ attributes }) => attributes['data-mark'] === 'cell');
  return findAll(group!, 'rect').map(({ attributes, text }) => ({
    text,
    fill: attributes.fill,
    opacity: Number(attributes['fill-opacity']),
    x: Number(attributes.x),
    y: Number(attributes.y),
  }));
}

test('rows are true classes and columns predicted ones; the right ones are blue', () => {
  const drawn = cells(confusionMatrix(counts, { labels }));
  expect(drawn.map(({ text, fill }) => [text, fill])).toEqual([
    ['cat predicted correctly: 90 (90 % of its row)', '#0072B2'],
    ['cat predicted as dog: 10 (10 % of its row)', '#D55E00'],
    ['dog predicted as cat: 1 (25 % of its row)', '#D55E00'],
    ['dog predicted correctly: 3 (75 % of its row)', '#0072B2'],
    ['cow predicted correctly: 1,200 (100 % of its row)', '#0072B2'],
  ]);
  const [catCat, catDog, dogCat, , cowCow] = drawn;
  expect(catDog!.x).toBeGreaterThan(catCat!.x);
  expect(catDog!.y).toBe(catCat!.y);
  expect(dogCat!.x).toBe(catCat!.x);
  expect(dogCat!.y).toBeGreaterThan(catCat!.y);
  expect(cowCow!.opacity).toBe(0.8);
  expect(dogCat!.opacity).toBe(0.36);
});

test('the text in the darkest cells can be read, on light and on dark', () => {
  for (const [page, ink] of [
    ['#ffffff', '#1b1d21'],
    ['#16181d', '#e6e7ea'],
  ] as const) {
    for (const [fill, opacity] of [
      ['#0072B2', 0.8],
      ['#D55E00', 0.72],
    ] as const) {
      expect(contrast(mix(fill, page, opacity), channels(ink))).toBeGreaterThan(4.5);
    }
  }
});

test('cells show counts where they fit', () => {
  const texts = (size: number) => {
    const square = Array.from({ length: size }, () => new Array<number>(size).fill(77));
    return findAll(parseXml(toSvg(confusionMatrix(square))), 'text').filter(({ text }) => text === '77').length;
  };
  expect(texts(1)).toBe(1);
  expect(texts(20)).toBe(400);
  expect(texts(50)).toBe(0);
});

test('long names are shortened, and of too many only some are shown', () => {
  const names = Array.from({ length: 60 }, (_, i) => `a class with a very long name indeed ${i}`);
  const square = names.map((_, i) => names.map((_, j) => i + j));
  const texts = findAll(parseXml(toSvg(confusionMatrix(square, { labels: names }))), 'text').map(({ text }) => text);
  expect(texts.filter((text) => /^a class.*…$/.test(text)).length).toBeLessThan(60);
  expect(texts.filter((text) => /^a class.*…$/.test(text)).length).toBeGreaterThan(20);
});

test.each([
  [counts, '99.2 % correct: 1,293 of 1,304. Most frequent confusions: cat as dog (10 times) and dog as cat (1 time).'],
  [
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
    '100 % correct: 3 of 3.',
  ],
  [
    [
      [99999, 1, 0],
      [0, 0, 0],
      [0, 0, 0],
    ],
    'almost 100 % correct: 99,999 of 100,000. Most frequent confusions: cat as dog (1 time).',
  ],
  [
    [
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ],
    '3 classes, no counts.',
  ],
])('describes the accuracy and the confusions: %#', (matrix, description) => {
  expect(confusionMatrix(matrix, { labels }).description).toBe(description);
});

describe('invalid arguments', () => {
  test.each([
    ['confusionMatrix: `counts` must have at least 1 row; received [].', () => confusionMatrix([])],
    [
      'confusionMatrix: `counts[1]` must have 2 elements, as many as counts[0]; received 1.',
      () => confusionMatrix([[1, 2], [3]]),
    ],
    ['confusionMatrix: `counts` must have as many columns as rows; received 1 × 2.', () => confusionMatrix([[1, 2]])],
    [
      'confusionMatrix: `counts[0]` must have integers of at least 0; received NaN at 1.',
      () =>
        confusionMatrix([
          [1, NaN],
          [1, 1],
        ]),
    ],
    ['confusionMatrix: `counts[0]` must have integers of at least 0; received -1 at 0.', () => confusionMatrix([[-1]])],
    [
      'confusionMatrix: `labels` must have 1 element, as many as counts has rows; received 2.',
      () => confusionMatrix([[1]], { labels: ['a', 'b'] }),
    ],
  ])('%s', (message, make) => {
    expect(make).toThrow(message);
  });
});

function channels(hex: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}

function mix(fill: string, page: string, opacity: number): number[] {
  return channels(fill).map((channel, i) => channel * opacity + channels(page)[i]! * (1 - opacity));
}

/** As WCAG 2 defines it. */
function contrast(a: readonly number[], b: readonly number[]): number {
  const luminance = (color: readonly number[]) => {
    const [red, green, blue] = color.map((channel) => {
      const share = channel / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  };
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}
