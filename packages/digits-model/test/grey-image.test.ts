import { crc32 } from 'node:zlib';
import { hostArray } from '@neurite/core';
import { decodePng, encodePng } from '@neurite/images/png';
import { expect, it } from 'vitest';
import { toGrey } from '../src/grey-image.js';

it.each<[string, number[], number, number[]]>([
  ['grey', [0, 51, 255], 1, [0, 0.2, 1]],
  ['grey with alpha', [0, 255, 0, 0, 255, 128], 2, [0, 1, 1]],
  ['colour', [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255], 3, [0.299, 0.587, 0.114, 1]],
  ['colour with alpha', [0, 0, 0, 51], 4, [0.8]],
])('sees %s as on white paper', (_, data, channels, shades) => {
  const { width, height, data: grey } = toGrey(hostArray(Uint8Array.from(data), [1, shades.length, channels]));
  expect([width, height, grey.length]).toEqual([shades.length, 1, shades.length]);
  shades.forEach((shade, i) => {
    expect(grey[i]).toBeCloseTo(shade, 6);
  });
});

it('sees a colour that a PNG declares transparent as paper, as in the same image with alpha', () => {
  // A 7 on green, which is transparent.
  const ink = ['......', '.####.', '....#.', '...#..', '...#..', '......']
    .join('')
    .split('')
    .map((c) => c === '#');
  const rgb = Uint8Array.from(ink.flatMap((on) => (on ? [20, 20, 20] : [0, 255, 0])));
  const rgba = Uint8Array.from(ink.flatMap((on) => (on ? [20, 20, 20, 255] : [9, 9, 9, 0])));
  const file = Buffer.from(encodePng(hostArray(rgb, [6, 6, 3])));
  const body = Buffer.concat([Buffer.from('tRNS'), Buffer.from([0, 0, 0, 255, 0, 0])]);
  const [length, checksum] = [Buffer.from([0, 0, 0, 6]), Buffer.alloc(4)];
  checksum.writeUInt32BE(crc32(body));
  const afterHeader = 33;
  const keyed = Buffer.concat([file.subarray(0, afterHeader), length, body, checksum, file.subarray(afterHeader)]);
  const grey = toGrey(decodePng(keyed));
  expect(grey).toEqual(toGrey(decodePng(encodePng(hostArray(rgba, [6, 6, 4])))));
  expect(grey.data[0]).toBe(1);
});
