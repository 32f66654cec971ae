import { describe, expect, test } from 'vitest';
import { type GridImage, imageGrid, toSvg } from '../src/index.js';
import { findAll, parseXml } from './support/parse-xml.js';
import { readPng } from './support/read-png.js';

function pixels(image: GridImage): number[][] {
  return readPng(findAll(parseXml(toSvg(imageGrid([image]))), 'image')[0]!.attributes.href!).pixels;
}

test.each([
  ['numbers from 0 to 1 are gray', { pixels: [0, 0.5, 1, 0.2], shape: [2, 2] }, [[0], [128], [255], [51]]],
  ['bytes stay as they are', { pixels: Uint8Array.of(0, 7, 255, 1), shape: [1, 4, 1] }, [[0], [7], [255], [1]]],
  [
    'three channels are colors',
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

test('an image of more bytes than a block of the format holds is complete', () => {
  const bytes = Uint8Array.from({ length: 300 * 300 }, (_, i) => i % 251);
  expect(pixels({ pixels: bytes, shape: [300, 300] }).flat()).toEqual([...bytes]);
});

test('captions are below, in lines; the tooltip has the whole of a shortened one', () => {
  const caption = ['is 4', 'taken for a very long name'];
  const chart = imageGrid(
    [
      { pixels: [0], shape: [1, 1], caption },
      { pixels: [0], shape: [1, 1] },
    ],
    { columns: 4 },
  );
  const svg = parseXml(toSvg(chart));
  expect(findAll(svg, 'text').map(({ text }) => text)).toEqual([
    'Images',
    'is 4',
    expect.stringMatching(/^taken for.*…$/),
  ]);
  expect(findAll(svg, 'title').map(({ text }) => text)).toEqual(['Images', caption.join('\n')]);
  expect(chart.description).toBe('2 images: is 4, taken for a very long name.');
  expect(imageGrid([{ pixels: [0], shape: [1, 1] }], { description: 'A black dot.' }).description).toBe('A black dot.');
});

describe('invalid arguments', () => {
  test.each([
    ['imageGrid: `images` must have at least 1 image; received [].', []],
    [
      'imageGrid: `images[1].pixels` must have numbers from 0 to 1; received 255 at 0. Divide bytes by 255, or pass them as a Uint8Array.',
      [
        { pixels: [0], shape: [1, 1] },
        { pixels: [255], shape: [1, 1] },
      ],
    ],
    [
      'imageGrid: `images[0].pixels` must have 6 elements, as [2, 3] has; received 1.',
      [{ pixels: [0], shape: [2, 3] }],
    ],
    [
      'imageGrid: `shape` must be [height, width, channels], integers of at least 1; received [4].',
      [{ pixels: [0], shape: [4] }],
    ],
    ['imageGrid: `shape` must have 1 or 3 channels; received [1, 1, 2].', [{ pixels: [0, 0], shape: [1, 1, 2] }]],
  ])('%s', (message, items) => {
    expect(() => imageGrid(items)).toThrow(message);
  });
});
