import { deflateSync } from 'node:zlib';
import { FormatError } from '@neurite/core';
import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import fixture from '../../../fixtures/images/png.json' with { type: 'json' };
import { crc32 } from '../src/internal/png/crc32.js';
import { decodePng, decodePng16 } from '../src/png/index.js';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

type Header = { width?: number; height?: number; depth?: number; colorType?: number; rest?: readonly number[] };

function chunk(name: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  crc.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, crc]);
}

function header({ width = 1, height = 1, depth = 8, colorType = 2, rest = [0, 0, 0] }: Header = {}): Uint8Array {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([depth, colorType, ...rest], 8);
  return chunk('IHDR', data);
}

const idat = (raw: Uint8Array | readonly number[]) => chunk('IDAT', deflateSync(Uint8Array.from(raw)));
const end = chunk('IEND', new Uint8Array());
const png = (...chunks: readonly Uint8Array[]): Uint8Array => Buffer.concat([Uint8Array.from(SIGNATURE), ...chunks]);
const pixel = [0, 10, 20, 30];

describe('decodePng', () => {
  it.each(fixture.cases)('decodes $name', ({ file, shape, pixels }) => {
    const image = decodePng(Buffer.from(file, 'base64'));
    expect(image.shape).toEqual(shape);
    expect([...image.data]).toEqual(pixels);
  });

  it.each(fixture.cases)('keeps 16 bits of $name', ({ file, shape, pixels }) => {
    const image = decodePng16(Buffer.from(file, 'base64'));
    expect(image.dtype).toBe('int32');
    expect(image.shape).toEqual(shape);
    expect(Array.from(image.data, (value) => Math.round(value / 257))).toEqual(pixels);
  });

  it('keeps all 65536 values, of each of which 8 bits make one of 256', () => {
    const data = Uint16Array.from({ length: 65536 }, (_, i) => i);
    const file = encode({ width: 256, height: 256, data, depth: 16, channels: 1 });
    expect(decodePng16(file).data.every((value, i) => value === i)).toBe(true);
    expect(decodePng(file).data.every((value, i) => value === Math.round(i / 257))).toBe(true);
  });

  it('makes a colour that is declared transparent transparent, and no other', () => {
    const key = chunk('tRNS', Uint8Array.of(0, 255, 0, 255, 0, 255));
    const file = png(header({ width: 2 }), key, idat([0, 255, 255, 255, 255, 255, 254]), end);
    expect([...decodePng(file).data]).toEqual([255, 255, 255, 0, 255, 255, 254, 255]);
  });

  it('skips what it does not know and what follows the image', () => {
    const gamma = chunk('gAMA', Uint8Array.of(0, 0, 0, 1));
    const damaged = gamma.slice();
    damaged[11]! ^= 1; // its checksum, which nothing depends on
    const file = png(header(), gamma, damaged, idat(pixel), end, Uint8Array.of(1, 2, 3));
    expect([...decodePng(file).data]).toEqual([10, 20, 30]);
  });

  it('reads a view into a larger buffer', () => {
    const file = png(header(), idat(pixel), end);
    const large = new Uint8Array(file.length + 20).fill(7);
    large.set(file, 9);
    expect([...decodePng(large.subarray(9, 9 + file.length)).data]).toEqual([10, 20, 30]);
  });

  it('decodes an image of 4 million pixels', () => {
    const [width, height] = [2048, 2048];
    const data = Uint8Array.from({ length: width * height }, (_, i) => (i * 2654435761) >>> 24);
    const image = decodePng(encode({ width, height, data, channels: 1 }));
    expect(image.data.findIndex((value, i) => value !== data[i])).toBe(-1);
  });

  it.each<[string, Uint8Array, string]>([
    ['no bytes', new Uint8Array(), 'the file is not a PNG image'],
    ['another format', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), 'the file is not a PNG image'],
    ['nothing but a signature', png(), 'the PNG image ends before its IEND chunk'],
    ['a file without an end', png(header(), idat(pixel)), 'the PNG image ends before its IEND chunk'],
    [
      'a file cut within a chunk',
      png(header(), idat(pixel)).subarray(0, 50),
      'the PNG image ends within its IDAT chunk',
    ],
    [
      'a length beyond the file',
      png(Uint8Array.of(255, 255, 255, 255, 73, 72, 68, 82, 0, 0, 0, 0)),
      'ends within its IHDR chunk',
    ],
    ['no header', png(idat(pixel), end), 'the PNG image must have one IHDR chunk, as its first'],
    ['two headers', png(header(), header(), idat(pixel), end), 'must have one IHDR chunk, as its first'],
    ['no pixels', png(header({ width: 0 }), idat(pixel), end), 'the header of the PNG image is invalid'],
    [
      'an unknown colour type',
      png(header({ colorType: 5 }), idat(pixel), end),
      'the header of the PNG image is invalid',
    ],
    ['RGB of 4 bits', png(header({ depth: 4 }), idat(pixel), end), 'the header of the PNG image is invalid'],
    [
      'an unknown interlacing',
      png(header({ rest: [0, 0, 2] }), idat(pixel), end),
      'the header of the PNG image is invalid',
    ],
    [
      'an unknown critical chunk',
      png(header(), chunk('CRIT', new Uint8Array()), end),
      'has an unknown critical chunk, CRIT',
    ],
    ['no data', png(header(), end), 'the data of the PNG image are shorter than its size requires'],
    [
      'too few data',
      png(header(), idat([0, 10, 20]), end),
      'the data of the PNG image are shorter than its size requires',
    ],
    [
      'too many data',
      png(header(), idat([...pixel, 0]), end),
      'the data of the PNG image are longer than its size allows',
    ],
    [
      'data that are no zlib stream',
      png(header(), chunk('IDAT', Uint8Array.of(1, 2, 3, 4)), end),
      'the data of the PNG image are damaged',
    ],
    [
      'an unknown filter',
      png(header(), idat([5, 10, 20, 30]), end),
      'a line of the PNG image has the unknown filter 5',
    ],
    [
      'no palette',
      png(header({ colorType: 3 }), idat([0, 0]), end),
      'the PNG image needs a palette of 1 to 256 colours',
    ],
    [
      'a colour outside of the palette',
      png(header({ colorType: 3 }), chunk('PLTE', Uint8Array.of(1, 2, 3)), idat([0, 1]), end),
      'a pixel of the PNG image has colour 1 of a palette of 1',
    ],
    [
      'a transparent colour of another colour type',
      png(header(), chunk('tRNS', Uint8Array.of(0, 1)), idat(pixel), end),
      'the tRNS chunk of the PNG image has a wrong length',
    ],
  ])('refuses %s', (_, file, problem) => {
    expect(() => decodePng(file, { name: 'x.png' })).toThrow(FormatError);
    expect(() => decodePng(file, { name: 'x.png' })).toThrow(problem);
    expect(() => decodePng(file, { name: 'x.png' })).toThrow(/^x\.png: .*\. Save the image as PNG again\.$/);
  });

  it('refuses every file with a changed byte in a chunk that counts, or decodes the same', () => {
    const file = png(header(), idat(pixel), end);
    for (let i = 0; i < file.length; i++) {
      const changed = file.slice();
      changed[i]! ^= 0x10;
      expect(() => decodePng(changed), `byte ${i}`).toThrow(FormatError);
    }
  });

  it('refuses more pixels than it may decode, before it allocates them', () => {
    const wide = png(header({ width: 2 ** 31 - 1, height: 2 ** 31 - 1 }), idat(pixel), end);
    expect(() => decodePng(wide)).toThrow(
      'decodePng: the PNG image must have at most 100000000 pixels; it has 2147483647 × 2147483647.',
    );
    expect(() => decodePng(png(header({ width: 3 }), idat(pixel), end), { maxPixels: 2 })).toThrow('at most 2 pixels');
    // Within the limit, but 68 bytes cannot hold so much.
    expect(() => decodePng(png(header({ width: 10_000, height: 9_000 }), idat(pixel), end))).toThrow('shorter than');
  });

  it('stops inflating where the image is complete', () => {
    const bomb = png(header(), chunk('IDAT', deflateSync(new Uint8Array(300e6))), end);
    const before = process.memoryUsage();
    expect(() => decodePng(bomb)).toThrow('the data of the PNG image are longer than its size allows');
    const { arrayBuffers, heapTotal } = process.memoryUsage();
    expect(arrayBuffers + heapTotal - before.arrayBuffers - before.heapTotal).toBeLessThan(100e6);
  });
});
