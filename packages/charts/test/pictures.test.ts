import { describe, expect, test } from 'vitest';
import { type Picture, pictures, toSvg } from '../src/index.js';
import { findAll, parseXml } from './support/parse-xml.js';
import { readPng } from './support/read-png.js';

function pixels(item: Picture): number[][] {
  return readPng(findAll(parseXml(toSvg(pictures([item]))), 'image')[0]!.attributes.href!).pixels;
}

test.each([
  ['numbers from 0 to 1 are grey', { pixels: [0, 0.5, 1, 0.2], shape: [2, 2] }, [[0], [128], [255], [51]]],
  ['bytes stay as they are', { pixels: Uint8Array.of(0, 7, 255, 1), shape: [1, 4, 1] }, [[0], [7], [255], [1]]],
  [
    'three channels are colours',
    { pixels: [1, 0, 0, 0, 1, 0], shape: [1, 2, 3] },
    [
      [255, 0, 0],
      [0, 255, 0],
    ],
  ],
  [
    'NaN is a hole',
    { pixels: [1, NaN], shape: [1, 2] },
    [
      [255, 255],
      [0, 0],
    ],
  ],
  [
    'NaN in a channel is a hole',
    { pixels: [1, 1, NaN, 0, 1, 0], shape: [1, 2, 3] },
    [
      [255, 255, 0, 0],
      [0, 255, 0, 255],
    ],
  ],
])('%s', (_, item, wanted) => {
  expect(pixels(item)).toEqual(wanted);
});

test('a picture of more bytes than a block of the format holds is whole', () => {
  const bytes = Uint8Array.from({ length: 300 * 300 }, (_, i) => i % 251);
  expect(pixels({ pixels: bytes, shape: [300, 300] }).flat()).toEqual([...bytes]);
});

test('captions stand below, in lines, and what is too long is whole in the tooltip', () => {
  const caption = ['is 4', 'taken for a very long name'];
  const chart = pictures(
    [
      { pixels: [0], shape: [1, 1], caption },
      { pixels: [0], shape: [1, 1] },
    ],
    { columns: 4 },
  );
  const svg = parseXml(toSvg(chart));
  expect(findAll(svg, 'text').map(({ text }) => text)).toEqual([
    'Pictures',
    'is 4',
    expect.stringMatching(/^taken for.*…$/),
  ]);
  expect(findAll(svg, 'title').map(({ text }) => text)).toEqual(['Pictures', caption.join('\n')]);
  expect(chart.description).toBe('2 pictures: is 4, taken for a very long name.');
  expect(pictures([{ pixels: [0], shape: [1, 1] }], { description: 'A black dot.' }).description).toBe('A black dot.');
});

describe('what is refused', () => {
  test.each([
    ['pictures: `items` must have at least 1 picture; received [].', []],
    [
      'pictures: `items[1].pixels` must have numbers from 0 to 1; received 255 at 0. Divide bytes by 255, or pass them as a Uint8Array.',
      [
        { pixels: [0], shape: [1, 1] },
        { pixels: [255], shape: [1, 1] },
      ],
    ],
    ['pictures: `items[0].pixels` must have 6 elements, as [2, 3] has; received 1.', [{ pixels: [0], shape: [2, 3] }]],
    [
      'pictures: `shape` must be [height, width, channels], whole numbers of at least 1; received [4].',
      [{ pixels: [0], shape: [4] }],
    ],
    ['pictures: `shape` must have 1 or 3 channels; received [1, 1, 2].', [{ pixels: [0, 0], shape: [1, 1, 2] }]],
  ])('%s', (message, items) => {
    expect(() => pictures(items)).toThrow(message);
  });
});
