import { describe, expect, test } from 'vitest';
import { activationMaps, attentionMap, type Chart, filters, toSvg } from '../src/index.js';
import { findAll, parseXml } from './support/parse-xml.js';
import { readPng } from './support/read-png.js';

function images(chart: Chart) {
  return findAll(parseXml(toSvg(chart)), 'image').map(({ attributes }) => readPng(attributes.href!));
}

const darkest = [68, 1, 84];
const brightest = [253, 231, 37];

describe('activationMaps', () => {
  test('one image per channel, on one scale', () => {
    const chart = activationMaps([0, 1, 5, 1, 10, 1, 0, 1, 0, 1, 0, 1], { shape: [2, 3, 2] });
    const [first, second] = images(chart);
    expect(first).toMatchObject({ width: 3, height: 2 });
    expect(first!.pixels[0]).toEqual(darkest);
    expect(first!.pixels[2]).toEqual(brightest);
    expect(new Set(second!.pixels.map(String)).size).toBe(1);
    expect(chart.description).toBe('2 channels of 2 × 3, values from 0 to 10; the highest is in channel 0.');
  });

  test('values that are not finite are transparent, and dead channels are counted', () => {
    const chart = activationMaps([NaN, 0, 2, 0], { shape: [1, 2, 2] });
    expect(images(chart)[0]!.pixels).toEqual([
      [0, 0, 0, 0],
      [...brightest, 255],
    ]);
    expect(chart.description).toBe(
      '2 channels of 1 × 2, values from 0 to 2; the highest is in channel 0. 1 channel is 0 everywhere.' +
        ' 1 value is not finite and left open.',
    );
  });

  test.each([
    [
      'activationMaps: `shape` must be [height, width, channels], integers of at least 1; received [2, 2].',
      [1, 2, 3, 4],
      [2, 2],
    ],
    [
      'activationMaps: `shape` must be [height, width, channels], integers of at least 1; received [0, 1, 1].',
      [1],
      [0, 1, 1],
    ],
    ['activationMaps: `values` must have 8 elements, as [2, 2, 2] has; received 4.', [1, 2, 3, 4], [2, 2, 2]],
    ['activationMaps: `values` must have at least 1 number; received [].', [], [2, 2, 2]],
  ])('%s', (message, values, shape) => {
    expect(() => activationMaps(values, { shape })).toThrow(message);
  });

  test('invalid columns are refused', () => {
    expect(() => activationMaps([1], { shape: [1, 1, 1], columns: 0 })).toThrow(
      'activationMaps: `columns` must be an integer of at least 1; received 0.',
    );
  });
});

describe('filters', () => {
  // [1, 2, 2, 2]: two pixels, two input channels, two filters.
  const kernel = [-2, 0, 1, 2, 0, 0, -1, 2];

  test('one image per input channel and filter, white at 0', () => {
    const chart = filters(kernel, { shape: [1, 2, 2, 2] });
    expect(findAll(parseXml(toSvg(chart)), 'title').map(({ text }) => text)).toEqual([
      'Filters',
      '0→0',
      '0→1',
      '1→0',
      '1→1',
    ]);
    const shown = images(chart).map(({ pixels }) => pixels);
    const [negative, zero] = shown[0]!;
    expect(zero).toEqual(shown[1]![0]);
    expect(Math.min(...zero!)).toBeGreaterThan(225);
    expect(negative![2]).toBeGreaterThan(negative![0]!); // violet
    expect(shown[3]![0]![0]).toBeGreaterThan(shown[3]![0]![2]!); // orange
    expect(chart.description).toBe('2 filters of 1 × 2 over 2 input channels; weights from −2 to 2.');
  });

  test('one input channel alone', () => {
    const chart = filters(kernel, { shape: [1, 2, 2, 2], channel: 1 });
    expect(images(chart)).toHaveLength(2);
    expect(chart.description).toBe('2 filters of 1 × 2 over input channel 1 of 2; weights from −1 to 2.');
  });

  test.each([
    ['filters: `channel` must be an integer from 0 to 1; received 2.', { channel: 2 }],
    ['filters: `channel` must be an integer from 0 to 1; received 0.5.', { channel: 0.5 }],
  ])('%s', (message, options) => {
    expect(() => filters(kernel, { shape: [1, 2, 2, 2], ...options })).toThrow(message);
  });

  test('too many images are refused', () => {
    expect(() => filters(new Float32Array(32 * 64), { shape: [1, 1, 32, 64] })).toThrow(
      'filters: `kernel` must have at most 512 images; received 32 channels of 64 filters. Choose one with `channel`.',
    );
  });
});

describe('attentionMap', () => {
  const options = { queries: ['die', 'Katze'], keys: ['the', 'black', 'cat'] };

  test('rows are queries, columns are keys', () => {
    const chart = attentionMap(
      [
        [0.8, 0.2, 0],
        [0.1, 0.3, Number.NaN],
      ],
      options,
    );
    const [image] = images(chart);
    expect(image).toMatchObject({ width: 3, height: 2 });
    expect(image!.pixels[0]).toEqual([...brightest, 255]);
    expect(image!.pixels[2]).toEqual([...darkest, 255]);
    expect(image!.pixels[5]).toEqual([0, 0, 0, 0]);
    expect(chart.description).toBe(
      '2 queries over 3 keys, weights from 0 to 0.8. Most: die to the (0.8), Katze to black (0.3).' +
        ' 1 weight is not finite and left open.',
    );
    const names = findAll(parseXml(toSvg(chart)), 'text').map(({ text }) => text);
    expect(names).toEqual(expect.arrayContaining([...options.queries, ...options.keys]));
  });

  test.each([
    ['attentionMap: `weights` must have at least 1 row; received [].', () => attentionMap([])],
    ['attentionMap: `weights[0]` must have at least 1 number; received [].', () => attentionMap([[]])],
    [
      'attentionMap: `weights[1]` must have 2 elements, as many as weights[0]; received 1.',
      () => attentionMap([[1, 2], [1]]),
    ],
    [
      'attentionMap: `queries` must have 1 element, as many as weights has rows; received 2.',
      () => attentionMap([[1, 2, 3]], options),
    ],
    [
      'attentionMap: `keys` must have 1 element, as many as weights has columns; received 3.',
      () => attentionMap([[1], [1]], options),
    ],
  ])('%s', (message, make) => {
    expect(make).toThrow(message);
  });
});
